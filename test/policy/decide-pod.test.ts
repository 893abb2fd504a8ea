/** What a Pod is given, what was found before, and what is left. */
import { expect, test } from "vitest";
import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { facts, shopRef, targetGroup } from "../support/workload-facts.ts";

const [policy] = builtInPolicies;
const settings = { sleepAction: "auto", injectReadinessGates: true } as const;
const notice: Finding = {
  rule: "override-invalid",
  severity: "warning",
  subject: shopRef,
  path: "metadata.annotations",
  actual: undefined,
  required: undefined,
  because: [],
  details: {},
};

const rulesOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ rule }) => rule);
const decided = (given: WorkloadFacts, written?: WorkloadFacts) => {
  const { plan, findings, remaining } = decidePod(given, policy, settings, [notice], written);
  return { plan: plan.map(({ set }) => set), findings: rulesOf(findings), remaining: rulesOf(remaining) };
};

test("a Pod without a sleep gets one, and only the notices are left", () => {
  expect(decided(facts())).toEqual({
    plan: ["pre-stop", "grace-period", "record"],
    findings: ["prestop-outlives-deregistration", "prestop-covers-propagation", notice.rule],
    remaining: [notice.rule],
  });
});

test("a Pod that has what it needs gets nothing", () => {
  expect(decided(facts({ sleep: 40, grace: 50 }))).toEqual({ plan: [], findings: [notice.rule], remaining: [notice.rule] });
});

test("what an annotation requires is found as lacking until it is set", () => {
  const annotated = facts({ sleep: 40, grace: 50 });
  expect(decided(annotated, facts()).findings).toEqual([
    "prestop-outlives-deregistration",
    "prestop-covers-propagation",
    notice.rule,
  ]);
});

test("a Pod that would have to sleep beyond the ceiling gets nothing, and the conflict is left", () => {
  const { plan, findings, remaining } = decided(facts({ groups: [targetGroup({ delay: 3_600 })] }));
  expect(plan).toEqual([]);
  expect(findings).not.toContain("prestop-over-ceiling");
  expect(remaining).toEqual([
    "prestop-outlives-deregistration",
    "prestop-covers-propagation",
    "prestop-over-ceiling",
    notice.rule,
  ]);
});

test("a hook that continues has as much time as the grace period leaves it, before and after", () => {
  const base = facts({ sleep: 20, grace: 30 });
  const [container] = base.workload.podSpec.containers;
  if (container === undefined) throw new Error("no container");
  const preStop = { kind: "sleep", form: "shell", seconds: seconds(20), followedBy: "nginx -s quit" } as const;
  const podSpec = { ...base.workload.podSpec, containers: [{ ...container, preStop }] };
  const { findings, remaining } = decidePod({ ...base, workload: { ...base.workload, podSpec } }, policy, settings, []);
  const left = (of: readonly Finding[]) => of.filter(({ rule }) => rule === "hook-continues").map(({ actual }) => actual);
  expect([left(findings), left(remaining)]).toEqual([[10], [10]]);
});
