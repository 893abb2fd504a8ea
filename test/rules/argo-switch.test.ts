/** Rules about Services that Argo Rollouts switches from one revision to the next. */
import { describe, expect, test } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import type { ArgoService, ArgoStrategy } from "#model/workloads/argo-strategy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { defaultParameters } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { facts, type Given, shopRef, targetGroup } from "../support/workload-facts.ts";

const blueGreen: ArgoStrategy = {
  strategy: "blueGreen",
  services: [{ name: "shop", role: "active" }],
  alb: undefined,
  scaleDownDelay: undefined,
  abortScaleDownDelay: undefined,
  dynamicStableScale: false,
};

const ref = { ...shopRef, apiVersion: "argoproj.io/v1alpha1", kind: "Rollout" };

function rollout(change: Partial<ArgoStrategy>, given: Given = {}): WorkloadFacts {
  const base = facts(given);
  const { rollout: usual } = base.workload;
  if (usual === undefined) throw new Error("a roll-out was expected");
  return { ...base, workload: { ...base.workload, ref, rollout: { ...usual, argo: { ...blueGreen, ...change } } } };
}

describe("switch-keeps-targets", () => {
  const found = (services: readonly ArgoService[], strategy: ArgoStrategy["strategy"] = "canary") =>
    rules["switch-keeps-targets"].find(rollout({ services, strategy }), defaultParameters);

  test.each<readonly [string, readonly ArgoService[], number]>([
    ["the active Service", [{ name: "shop", role: "active" }], 1],
    ["the stable Service", [{ name: "shop", role: "stable" }], 1],
    [
      "the stable Service of a ping-pong",
      [
        { name: "shop", role: "stable" },
        { name: "a", role: "ping" },
        { name: "b", role: "pong" },
      ],
      0,
    ],
    [
      "the canary's Service",
      [
        { name: "shop", role: "canary" },
        { name: "old", role: "stable" },
      ],
      0,
    ],
    ["the preview, where nobody waits", [{ name: "shop", role: "preview" }], 0],
    ["a Service that it does not know", [{ name: "other", role: "active" }], 0],
    [
      "the preview, which is also active",
      [
        { name: "shop", role: "active" },
        { name: "shop", role: "preview" },
      ],
      1,
    ],
  ])("%s", (_sentence, services, breaches) => {
    expect(found(services)).toHaveLength(breaches);
  });

  test("names the strategy", () => {
    const [breach] = found([{ name: "shop", role: "active" }], "blueGreen");
    expect(breach).toMatchObject({ subject: ref, path: "spec.strategy.blueGreen", details: { strategy: "blueGreen" } });
  });
});

describe("switch-covers-propagation", () => {
  const delayed = (delay: number, sleep: number | undefined, field?: string) =>
    rollout({ scaleDownDelay: { seconds: seconds(delay), field } }, sleep === undefined ? {} : { sleep });
  const found = (given: WorkloadFacts) => rules["switch-covers-propagation"].find(given, defaultParameters);

  test.each([
    ["a delay that covers it alone", delayed(10, undefined), []],
    ["one second less", delayed(9, undefined), [10]],
    ["delay and sleep together", delayed(4, 6), []],
    ["both together one second short", delayed(4, 5), [5]],
    ["no delay is stated", rollout({}), []],
    ["nothing is switched", rollout({ services: [], scaleDownDelay: { seconds: seconds(0), field: undefined } }), []],
  ])("%s", (_sentence, given, required) => {
    expect(found(given).map((breach) => breach.required)).toEqual(required);
  });

  test("names a default, and the field that would change it", () => {
    expect(found(delayed(3, 5))).toMatchObject([
      {
        path: "spec.strategy.blueGreen.scaleDownDelaySeconds",
        actual: 3,
        because: [
          { name: "scaleDownDelay", value: 3, source: { from: "default" } },
          { name: "preStop", value: 5 },
          { name: "propagation", value: 10 },
        ],
        details: { origin: "Ingress web/shop" },
      },
    ]);
  });

  test("names the field that states it", () => {
    const field = "spec.strategy.canary.scaleDownDelaySeconds";
    expect(found(delayed(3, 5, field))).toMatchObject([
      { path: field, because: [{ source: { from: "object", object: ref, field } }, {}, {}] },
    ]);
  });

  test("looks at the delay after an abort, too", () => {
    const both = rollout({
      scaleDownDelay: { seconds: seconds(1), field: undefined },
      abortScaleDownDelay: { seconds: seconds(2), field: undefined },
    });
    expect(found(both).map(({ path, because }) => [path, because[0]?.name])).toEqual([
      ["spec.strategy.blueGreen.scaleDownDelaySeconds", "scaleDownDelay"],
      ["spec.strategy.blueGreen.abortScaleDownDelaySeconds", "abortScaleDownDelay"],
    ]);
  });

  test("counts no time for a hook of unknown length, and says so", () => {
    const given = delayed(3, undefined);
    const unknown = { ...given, timings: { ...given.timings, preStopKnown: false } };
    expect(found(unknown).map(({ required, details }) => [required, details["hook"]])).toEqual([[10, "unknown"]]);
    expect(found(given)[0]?.details).not.toHaveProperty("hook");
  });

  test("asks nothing of targets that are nodes", () => {
    const groups = [targetGroup({ targetType: "instance" })];
    expect(found(rollout({ scaleDownDelay: { seconds: seconds(0), field: undefined } }, { groups }))).toEqual([]);
  });
});
