/** A Canary's target, and the primary that Flagger makes of it. */
import { describe, expect, test } from "vitest";
import type { GivenContext } from "#assessment/context.ts";
import { answerGate } from "#gates/gate-handler.ts";
import type { Canary } from "#model/gates/canary.ts";
import { canaryOwner, flaggerServices, primary } from "../support/flagger-manifests.ts";
import { delay, deployment, ingress, type PodGiven, service } from "../support/shop.ts";
import { contextOf } from "./gates-sample.ts";

const post = (
  body: object,
  context: GivenContext,
  canaries: Readonly<Record<string, Canary["target"]>> = {},
): { readonly status: number; readonly text: string } =>
  answerGate(
    { method: "POST", path: "/flagger/confirm-rollout", body },
    { context: () => context, canaryTarget: (_, name) => canaries[name], onFailure: () => {}, onVerdict: () => {} },
  );

const call = (name: string, metadata?: object): object => ({
  name,
  namespace: "web",
  phase: "Initialized",
  checksum: "6c9d77b5f4",
  ...(metadata === undefined ? {} : { metadata }),
});

describe("what is released", () => {
  const losing = contextOf("warn", service("web"), ingress("web", delay(35)), deployment("web"));
  const shop = { kind: "Deployment", name: "shop" };

  test("is the target of the Canary, whatever the Canary is called", () => {
    expect(post(call("release"), losing, { release: shop }).status).toBe(412);
    expect(post(call("shop"), losing, { shop: { kind: "Deployment", name: "other" } })).toEqual(
      expect.objectContaining({ status: 200, text: "Deployment web/other is not known, so nothing is refused." }),
    );
  });

  test("is what the metadata says, over the Canary", () => {
    const canaries = { release: { kind: "Deployment", name: "other" } };
    expect(post(call("release", { workload: "Deployment/shop" }), losing, canaries).status).toBe(412);
  });

  test("is called like a Canary that is not known, or that names no target", () => {
    expect(post(call("shop"), losing).status).toBe(412);
    expect(post(call("shop"), losing, { shop: { kind: "Deployment", name: "" } }).status).toBe(412);
  });

  test("may be a DaemonSet", () => {
    const agent = { ...deployment("web"), kind: "DaemonSet" };
    const context = contextOf("warn", service("web"), ingress("web", delay(35)), agent);
    const { status, text } = post(call("release"), context, { release: { kind: "DaemonSet", name: "shop" } });
    expect(status).toBe(412);
    expect(text).toMatch(/^DaemonSet web\/shop /);
  });

  test("is never refused where it makes no Pods of its own", () => {
    expect(post(call("shop"), losing, { shop: { kind: "Service", name: "shop" } })).toMatchObject({
      status: 200,
      text: "Service web/shop is not evaluated here, so nothing is refused.",
    });
  });
});

describe("behind a primary", () => {
  const good = { sleep: 40, grace: 50 };

  const released = (target: PodGiven, current: object, ...more: readonly object[]) =>
    post(
      call("shop"),
      contextOf("warn", ...flaggerServices, ingress("web", delay(35)), deployment("web", target), current, ...more),
    );

  test("the target's template is judged with the primary's route, and both are one workload", () => {
    const { status, text } = released({ sleep: 20, grace: 30 }, primary(good));
    expect(status).toBe(412);
    expect(text).toMatch(/^Deployment web\/shop\b.*\(prestop-outlives-deregistration\)/);
    expect(text).not.toContain("primary");
  });

  test("what the primary runs now does not hold up the release that fixes it", () => {
    expect(released(good, primary({})).status).toBe(200);
  });

  test("what is wrong behind both is reported once", () => {
    const both = released({}, primary(good), {
      ...(ingress("web", delay(35)) as object),
      metadata: { ...(ingress("web", delay(35)) as { metadata: object }).metadata, name: "canary" },
    });
    expect(both.status).toBe(412);
    expect(both.text).toMatch(/and \d more$/);
  });

  test("a Deployment that is only called like one is another workload", () => {
    expect(released({ sleep: 20, grace: 30 }, primary({ ...good, owners: [] })).status).toBe(200);
    expect(
      released({ sleep: 20, grace: 30 }, primary({ ...good, owners: [{ ...canaryOwner, apiVersion: "example.com/v1" }] })).status,
    ).toBe(200);
  });
});
