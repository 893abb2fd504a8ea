/** Which findings name the values that make everything hold. */
import { describe, expect, test } from "vitest";
import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Remedy } from "#model/workloads/remedy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { namingRemedy, remedyOf } from "#policy/remedy.ts";
import { namingWholeRemedy } from "#policy/whole-remedy.ts";
import { amount, facts, shopRef } from "../support/workload-facts.ts";

const [policy] = builtInPolicies;

const finding = (rule: Finding["rule"], details: Finding["details"] = {}): Finding => ({
  rule,
  severity: "warning",
  subject: shopRef,
  path: "spec",
  actual: undefined,
  required: undefined,
  because: [],
  details,
});

const remedy = (preStop: number | undefined, gracePeriod: number): Remedy => ({
  routes: [],
  preStop: preStop === undefined ? undefined : seconds(preStop),
  gracePeriod: seconds(gracePeriod),
});

const unset = finding("deregistration-delay-unset", { value: "35" });
const named = (findings: readonly Finding[]): readonly string[] =>
  findings.filter((each) => each.remedy !== undefined).map(({ rule }) => rule);

const unknown = (given: WorkloadFacts): WorkloadFacts => ({ ...given, timings: { ...given.timings, preStopKnown: false } });

describe("a report names what Pods need once a delay is set", () => {
  const before = facts({ sleep: 20, grace: 40 });
  const of = (given: WorkloadFacts, wanted: Remedy | undefined, ...findings: readonly Finding[]) =>
    named(namingWholeRemedy(findings, given, policy, wanted));

  test.each<readonly [string, () => readonly string[], readonly string[]]>([
    ["where they need a longer sleep", () => of(before, remedy(21, 40), unset), [unset.rule]],
    ["where they need a longer grace period", () => of(before, remedy(20, 41), unset), [unset.rule]],
    ["where they have no sleep", () => of(facts({ grace: 40 }), remedy(1, 40), unset), [unset.rule]],
    ["not where they have all that they need", () => of(before, remedy(20, 40), unset), []],
    ["not where they need no sleep", () => of(before, remedy(undefined, 40), unset), []],
    ["not where nothing is to be done", () => of(before, undefined, unset), []],
    ["not where a hook takes a time of its own", () => of(unknown(before), remedy(60, 90), unset), []],
    [
      "not where another finding names it",
      () => of(before, remedy(60, 90), unset, finding("grace-outlives-prestop")),
      ["grace-outlives-prestop"],
    ],
    ["and no other finding", () => of(before, remedy(60, 90), unset, finding("replicas-at-least-two")), [unset.rule]],
  ])("%s", (_sentence, found, wanted) => {
    expect(found()).toEqual(wanted);
  });

  test("with the workload, beside what was said", () => {
    const [said] = namingWholeRemedy([unset], before, policy, remedy(60, 90));
    expect(said).toEqual({ ...unset, remedy: remedy(60, 90), details: { value: "35", workload: "Deployment web/shop" } });
  });
});

describe("a finding that values can fix names them", () => {
  const before = facts({ sleep: 20, grace: 40 });
  const of = (rule: Finding["rule"], details: Finding["details"], given = before, grace = 90) =>
    named(namingRemedy([finding(rule, details)], given, policy, remedy(60, grace))).length;
  const continuing = {
    ...before,
    timings: { ...before.timings, preStop: { ...amount("preStop", 20), atLeast: true as const } },
  };

  test.each<readonly [string, () => number, number]>([
    ["an ordering", () => of("grace-outlives-prestop", {}), 1],
    ["the nodes' shutdown", () => of("fits-node-shutdown", {}), 1],
    ["the nodes' shutdown, to the second", () => of("fits-node-shutdown", {}, before, 120), 1],
    ["not where the values are beyond that, too", () => of("fits-node-shutdown", {}, before, 121), 0],
    ["not where a hook takes a time of its own", () => of("fits-node-shutdown", {}, unknown(before)), 0],
    ["not where a hook continues after its sleep", () => of("fits-node-shutdown", {}, continuing), 0],
    ["not where the node is the target", () => of("fits-node-shutdown", { targets: "nodes" }), 0],
    ["an ordering of a hook of unknown length", () => of("grace-outlives-prestop", {}, unknown(before)), 1],
    ["a switch that a longer sleep covers", () => of("switch-covers-propagation", {}), 1],
    ["not a switch where a hook takes the sleep's place", () => of("switch-covers-propagation", { hook: "unknown" }), 0],
    ["not what no value fixes", () => of("readiness-probe-present", {}), 0],
  ])("%s", (_sentence, found, wanted) => {
    expect(found()).toBe(wanted);
  });

  test.each([
    ["an ordering is broken", finding("shutdown-fits-grace"), true],
    ["a delay is missing", unset, true],
    ["a delay is too short", finding("deregistration-outlives-request"), true],
    ["a node is the target", finding("fits-node-shutdown", { targets: "nodes" }), false],
    ["a probe is missing", finding("readiness-probe-present"), false],
  ])("and is worked out where %s", (_sentence, found, wanted) => {
    expect(remedyOf([finding("replicas-at-least-two"), found], before, policy) !== undefined).toBe(wanted);
  });
});
