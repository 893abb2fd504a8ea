/** An Argo Rollout with `workloadRef` is explained with the template that it takes. */
import { describe, expect, test } from "vitest";
import { explain } from "#explain/explain.ts";
import { answerGate } from "#gates/gate-handler.ts";
import { readRollout } from "#kubernetes/objects/read-workload.ts";
import { contextOf } from "../gates/gates-sample.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";

const rollout = (workloadRef: object) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { namespace: "web", name: "release" },
  spec: { replicas: 2, workloadRef, strategy: { blueGreen: { activeService: "shop" } } },
});

const shop = { apiVersion: "apps/v1", kind: "Deployment", name: "shop" };
const world = (ref: object, ...objects: readonly object[]) =>
  contextOf("warn", service("web"), ingress("web", delay(35)), rollout(ref), ...objects);

function explained(ref: object, ...objects: readonly object[]) {
  const read = readRollout(rollout(ref));
  if (read === undefined) throw new Error("a Rollout that cannot be read");
  return explain(read, world(ref, ...objects));
}

describe("a Rollout with workloadRef", () => {
  test("has the target groups and the timings of the Deployment", () => {
    const { subject, targetGroups, current, required } = explained(shop, deployment("web", { sleep: 10, grace: 30 }));
    expect([subject.name, targetGroups.length]).toEqual(["release", 1]);
    expect([current.preStop, required.preStop]).toEqual([10, 40]);
  });

  test.each([
    ["that is not there", shop, []],
    ["to a kind that has no template here", { ...shop, kind: "PodTemplate" }, [deployment("web")]],
    ["to itself", { ...shop, kind: "Rollout", name: "release" }, [deployment("web")]],
  ])("%s, is explained as it stands", (_what, ref, objects) => {
    expect(explained(ref, ...objects).targetGroups).toEqual([]);
  });

  test("is judged by the gate", () => {
    const body = (grace: { readonly sleep: number; readonly grace: number }): unknown =>
      JSON.parse(
        answerGate(
          { method: "GET", path: "/gate/v1/namespaces/web/rollouts/release", body: undefined },
          {
            context: () => world(shop, deployment("web", grace)),
            canaryTarget: () => undefined,
            onFailure: () => {},
            onVerdict: () => {},
          },
        ).text,
      );
    expect([body({ sleep: 10, grace: 30 }), body({ sleep: 40, grace: 50 })]).toMatchObject([{ ok: false }, { ok: true }]);
  });
});
