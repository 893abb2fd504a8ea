import { describe, expect, test, vi } from "vitest";
import type { GivenContext } from "#assessment/context.ts";
import { flaggerHooks } from "#gates/flagger.ts";
import { answerGate, type GateSource } from "#gates/gate-handler.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { contextOf } from "./gates-sample.ts";

const routes = [service("web"), ingress("web", delay(35))];
/** In warn mode nothing is injected, so that a Deployment without a sleep loses requests. */
const losing = contextOf("warn", ...routes, deployment("web"));
const source = (context: GivenContext | undefined) => ({
  context: () => context,
  canaryTarget: () => undefined,
  onFailure: vi.fn<GateSource["onFailure"]>(),
  onVerdict: vi.fn<GateSource["onVerdict"]>(),
});
/** As Flagger sends it. */
const call = { name: "shop", namespace: "web", phase: "Progressing", checksum: "6c9d77b5f4", metadata: { gate: "outlive" } };
const post = (hook: string, body: unknown, context: GivenContext | undefined) =>
  answerGate({ method: "POST", path: `/flagger/${hook}`, body }, source(context));
const get = (path: string, context: GivenContext | undefined) =>
  answerGate({ method: "GET", path, body: undefined }, source(context));

describe("Flagger", () => {
  test.each(["confirm-rollout", "pre-rollout", "rollout", "confirm-traffic-increase", "confirm-promotion"])(
    "%s is refused with one line where a release would lose requests",
    (hook) => {
      const { status, text } = post(hook, call, losing);
      expect(status).toBe(412);
      expect(text).toMatch(/^Deployment web\/shop .*Fix: .*\(prestop-/);
      expect(text).not.toContain("\n");
      expect(text.length).toBeLessThanOrEqual(500);
    },
  );

  test.each(["post-rollout", "event"])("%s is never refused", (hook) => {
    expect(post(hook, call, losing).status).toBe(200);
  });

  test("a rollback is never granted", () => {
    expect(
      [losing, contextOf("enforce", deployment("web")), undefined].map((each) => post("rollback", call, each).status),
    ).toEqual([404, 404, 404]);
  });

  test("nothing is refused that enforce mode gives its values, unknown, or out of scope", () => {
    const contexts = [
      contextOf("enforce", ...routes, deployment("web")),
      contextOf("warn", ...routes),
      contextOf(undefined, ...routes, deployment("web")),
    ];
    expect(contexts.map((context) => post("confirm-rollout", call, context).status)).toEqual([200, 200, 200]);
  });

  test("what does not know makes Flagger wait, and counts against no release", () => {
    const statuses = flaggerHooks.map((hook) => [hook, post(hook, call, undefined).status]);
    expect(Object.fromEntries(statuses)).toEqual({
      "confirm-rollout": 412,
      "pre-rollout": 200,
      rollout: 200,
      "confirm-traffic-increase": 412,
      "confirm-promotion": 412,
      "post-rollout": 200,
      event: 200,
      rollback: 404,
    });
  });

  test("metadata names another target", () => {
    const body = { ...call, name: "canary", metadata: { workload: "Deployment/shop" } };
    expect(post("confirm-rollout", body, losing).status).toBe(412);
  });

  test.each([
    undefined,
    null,
    7,
    "text",
    [],
    {},
    { name: "shop" },
    { ...call, namespace: 7 },
    { ...call, metadata: { workload: "x" } },
  ])("%j is refused with a sentence, and is never an error that is retried", (body) => {
    const { status, text } = post("confirm-rollout", body, losing);
    expect([status, text.includes("\n")]).toEqual([412, false]);
  });

  test("an unknown type and another method name what there is", () => {
    expect(post("pre-flight", call, losing)).toMatchObject({ status: 404, text: expect.stringContaining("confirm-rollout") });
    expect(get("/flagger/confirm-rollout", losing).status).toBe(405);
  });
});

describe("Argo Rollouts", () => {
  const path = "/gate/v1/namespaces/web/deployments/shop";

  test("reads ok and the findings", () => {
    const { status, text, contentType } = get(path, losing);
    expect([status, contentType]).toEqual([200, "application/json"]);
    const body = JSON.parse(text) as { ok: boolean; outcome: string; findings: readonly { rule: string }[] };
    expect([body.ok, body.outcome]).toEqual([false, "refused"]);
    expect(body.findings.map(({ rule }) => rule)).toContain("prestop-outlives-deregistration");
  });

  test("goes on where nothing is lost, where nobody knows the workload, and out of scope", () => {
    const contexts = [
      contextOf("enforce", ...routes, deployment("web")),
      contextOf("warn"),
      contextOf(undefined, ...routes, deployment("web")),
    ];
    const outcomes = contexts.map((context) => JSON.parse(get(path, context).text) as { ok: boolean; outcome: string });
    expect(outcomes.map(({ ok, outcome }) => [ok, outcome])).toEqual([
      [true, "passed"],
      [true, "unknown"],
      [true, "out-of-scope"],
    ]);
  });

  test("measures again while nothing is known", () => {
    expect(get(path, undefined).status).toBe(503);
  });

  test.each([
    "/",
    "/gate/v1/namespaces/web/pods/shop",
    "/gate/v1/namespaces/../deployments/shop",
    "/gate/v1/namespaces/web/deployments/",
  ])("%s is no path of the gates", (other) => {
    expect(get(other, losing).status).toBe(404);
  });
});

test("each question is counted once, by its outcome", () => {
  const counting = source(losing);
  answerGate({ method: "POST", path: "/flagger/rollout", body: call }, counting);
  answerGate({ method: "GET", path: "/gate/v1/namespaces/web/rollouts/shop", body: undefined }, counting);
  expect(counting.onVerdict.mock.calls.map(([gate, hook, , { outcome }]) => [gate, hook, outcome])).toEqual([
    ["flagger", "rollout", "refused"],
    ["argo", "web", "unknown"],
  ]);
});

test("what cannot be evaluated is not refused, and is reported once", () => {
  const failure = new Error("too large");
  const failing = {
    ...source(losing),
    context: () => ({
      ...losing,
      view: {
        ...losing.view,
        get: () => {
          throw failure;
        },
      },
    }),
  };
  const { status, text } = answerGate({ method: "POST", path: "/flagger/pre-rollout", body: call }, failing);
  expect([status, text]).toEqual([
    200,
    "Deployment web/shop could not be evaluated, so nothing is refused; see the log of Outlive.",
  ]);
  expect(failing.onFailure.mock.calls).toEqual([[failure]]);
});
