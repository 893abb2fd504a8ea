import { expect, test } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { solve } from "#policy/solve.ts";
import { facts, ingressRef, shopRef, targetGroup } from "../support/workload-facts.ts";

const [policy] = builtInPolicies;
const settings = { sleepAction: "auto", injectReadinessGates: true } as const;
const far = facts({ groups: [targetGroup({ delay: 3_600 })] });

const annotated = (field: string, value: number) => {
  const base = facts();
  const source = { from: "object", object: shopRef, field } as const;
  return { ...base, timings: { ...base.timings, gracePeriod: { name: "gracePeriod", value: seconds(value), source } as const } };
};

test("a sleep beyond the ceiling is an error of the route that requires it, and nothing is set", () => {
  const { plan, remaining } = decidePod(far, policy, settings, []);
  expect(plan).toEqual([]);
  expect(remaining.find(({ rule }) => rule === "prestop-over-ceiling")).toEqual({
    rule: "prestop-over-ceiling",
    severity: "error",
    subject: ingressRef,
    path: "delay",
    actual: 3_605,
    required: 900,
    because: [
      expect.objectContaining({ name: "preStop", value: 3_605 }),
      { name: "ceiling", value: 900, source: { from: "setting", name: "ceiling" } },
    ],
    details: {},
  });
});

test("what a setting requires is an error of the workload", () => {
  const propagation = { ...policy.parameters.propagation, albIp: { minimum: seconds(901), chosen: seconds(901) } };
  const long = { ...policy, parameters: { ...policy.parameters, propagation } };
  const { remaining } = decidePod(facts(), long, settings, []);
  expect(remaining.find(({ rule }) => rule === "prestop-over-ceiling")).toMatchObject({
    subject: shopRef,
    path: "spec",
    actual: 901,
  });
});

test("the other rules are still judged, unless an annotation alone asks for too much", () => {
  expect(solve(far, policy).remaining.map(({ rule }) => rule)).toContain("prestop-outlives-deregistration");
  const { beyondCeiling, remaining } = solve(annotated("outlive.dev/grace-period", 911), policy);
  expect([beyondCeiling?.value, remaining]).toEqual([911, []]);
});

test.each([
  ["an annotation's grace period of ceiling, shutdown and margin", annotated("outlive.dev/grace-period", 910)],
  ["a grace period of the manifest's own", annotated("spec.terminationGracePeriodSeconds", 4_000)],
])("%s is not beyond it", (_sentence, given) => {
  expect(solve(given, policy).beyondCeiling).toBeUndefined();
});

test("a sleep of the Pod's own is not beyond it", () => {
  const { preStop, beyondCeiling } = solve(facts({ sleep: 1_000, grace: 2_000 }), policy);
  expect([preStop?.value, beyondCeiling]).toEqual([1_000, undefined]);
});

test("gates that are set are not missed, and are not asked for where the policy does not look at them", () => {
  const gated = { ...facts({ sleep: 40, grace: 50 }), gates: [{ gate: "a", present: false, impossible: undefined }] };
  const pod = { ...gated, workload: { ...gated.workload, podPath: [] } };
  const { gates, remaining } = solve(pod, policy);
  expect([gates, remaining]).toEqual([["a"], []]);
  const { "readiness-gate-present": _gate, ...others } = policy.rules;
  expect(solve(pod, { ...policy, rules: others }).gates).toEqual([]);
});
