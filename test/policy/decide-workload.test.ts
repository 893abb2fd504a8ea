/** When a workload is refused, and by what it is warned about. */
import { describe, expect, test } from "vitest";
import type { Verdict } from "#model/admission/decision.ts";
import { seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { decideWorkload } from "#policy/decide-workload.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { amount, facts, shopRef, targetGroup } from "../support/workload-facts.ts";

const [, targetOutlivesPod] = builtInPolicies;
const settings = { sleepAction: "auto", injectReadinessGates: true } as const;

/** The target group drains for 20 s, so a grace period of 30 s and more is a conflict: whose, says where the 30 s come from. */
const conflict = (grace: number, own: boolean, groups: readonly TargetGroup[] = [targetGroup({ delay: 20 })]): WorkloadFacts => {
  const base = facts({ sleep: 20, grace, groups });
  const source = own ? fromObject(shopRef, "grace") : ({ from: "default" } as const);
  const preStop = { ...amount("preStop", 20), source };
  return { ...base, timings: { ...base.timings, preStop, gracePeriod: { name: "gracePeriod", value: seconds(grace), source } } };
};

const decide = (now: WorkloadFacts, before?: WorkloadFacts): Verdict =>
  decideWorkload(now, before, targetOutlivesPod, settings, []);
const other = targetGroup({ delay: 20, origin: { apiVersion: "v1", kind: "Service", namespace: "web", name: "other" } });

describe("a workload is refused", () => {
  test.each([
    ["for what it states itself", conflict(60, true), undefined, "deny"],
    ["not for what nobody states", conflict(60, false), undefined, "admit"],
    ["not for what was as bad before", conflict(60, true), conflict(60, true), "admit"],
    ["not for what was worse before", conflict(60, true), conflict(61, true), "admit"],
    ["for what it makes worse", conflict(61, true), conflict(60, true), "deny"],
    ["for what was right before", conflict(60, true), conflict(60, true, [targetGroup({ delay: 300 })]), "deny"],
    ["for another target group than before", conflict(60, true, [targetGroup({ delay: 20 }), other]), conflict(60, true), "deny"],
    ["not where nothing is wrong", conflict(60, true, [targetGroup({ delay: 300 })]), undefined, "admit"],
  ] as const)("%s", (_sentence, now, before, kind) => {
    expect(decide(now, before).kind).toBe(kind);
  });

  test("only for errors that its own values bring about, of which each names the remedy", () => {
    const verdict = decide(conflict(60, true, [targetGroup({ delay: 20 }), targetGroup({ delay: 300 })]));
    if (verdict.kind !== "deny") throw new Error("a refusal was expected");
    expect(verdict.because.map(({ rule }) => rule)).toEqual(["grace-within-deregistration"]);
    expect(verdict.because.map(({ remedy }) => remedy?.gracePeriod)).toEqual([60]);
    expect(verdict.findings.map(({ rule, remedy }) => [rule, remedy?.gracePeriod])).toEqual([
      ["grace-within-deregistration", 60],
    ]);
  });

  test("for a Service that it does not own only where that is the object under review", () => {
    const verdict = decide({ ...conflict(60, false), fewestPods: { pods: 1, autoscaler: undefined } });
    if (verdict.kind !== "admit") throw new Error("an admission was expected");
    expect(verdict.remaining.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["grace-within-deregistration", "error"],
      ["replicas-at-least-two", "warning"],
    ]);
  });
});

describe("a broken rule without values of its own", () => {
  const policy = {
    ...targetOutlivesPod,
    rules: { "replicas-at-least-two": "error", "no-publish-not-ready-addresses": "error" },
  } as const;
  const service = {
    meta: { name: "shop", namespace: "web", annotations: {}, labels: {} },
    publishNotReadyAddresses: true,
  };
  // Only what the rules read is there.
  const services = [service] as unknown as WorkloadFacts["services"];

  test.each([
    ["is the workload's where it is about the workload", facts({ replicas: 1 }), "deny"],
    ["is not where it is about a Service", { ...facts(), services }, "admit"],
  ] as const)("%s", (_sentence, now, kind) => {
    expect(decideWorkload(now, undefined, policy, settings, []).kind).toBe(kind);
  });

  test("was as bad before", () => {
    const now = facts({ replicas: 1 });
    expect(decideWorkload(now, now, policy, settings, []).kind).toBe("admit");
    expect(decideWorkload(now, facts({ replicas: 2 }), policy, settings, []).kind).toBe("deny");
  });
});
