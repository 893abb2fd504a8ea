import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import type { Policy } from "#model/settings/policy.ts";
import { evaluate } from "#policy/evaluate.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { solve } from "#policy/solve.ts";
import { facts, type Given, targetGroup } from "../support/workload-facts.ts";

const [podOutlivesTarget, targetOutlivesPod, podOutlivesRequests, propagation] = builtInPolicies;
const alb = (delay: number) => targetGroup({ delay });
const unset = targetGroup({ deregistrationDelay: { value: seconds(300), source: { from: "default" } } });
const assumed = targetGroup({ deregistrationDelay: { value: seconds(300), source: { from: "assumed" } } });
const strict: Policy = { ...podOutlivesTarget, parameters: { ...podOutlivesTarget.parameters, unsetDelay: "aws-default" } };
const nlb = (delay: number) => targetGroup({ delay, loadBalancer: "nlb" });
const instance = targetGroup({ delay: 300, targetType: "instance" });

const cases: readonly (readonly [string, Policy, Given, number | undefined, number])[] = [
  ["a delay of 35 gives 40 and 50", podOutlivesTarget, { groups: [alb(35)] }, 40, 50],
  ["the longest of several delays decides", podOutlivesTarget, { groups: [alb(35), alb(90)] }, 95, 105],
  ["an explicit delay of 300 gives 305 and 315", podOutlivesTarget, { groups: [alb(300)] }, 305, 315],
  ["a short delay still leaves time for propagation", podOutlivesTarget, { groups: [alb(0)] }, 20, 30],
  ["an NLB needs 135 whatever its delay is", podOutlivesTarget, { groups: [nlb(5)] }, 135, 145],
  ["instance targets need the health check's 30 and 15 on top", podOutlivesTarget, { groups: [instance] }, 45, 55],
  ["40 and 50 as written stay", podOutlivesTarget, { sleep: 40, grace: 50, groups: [alb(35)] }, 40, 50],
  ["a longer sleep and grace period stay", podOutlivesTarget, { sleep: 100, grace: 200, groups: [alb(35)] }, 100, 200],
  [
    "10 and 75 with delay 30 is raised to 35, the grace period stays",
    podOutlivesTarget,
    { sleep: 10, grace: 75, groups: [alb(30)] },
    35,
    75,
  ],
  ["a stated shutdown makes room in the grace period", podOutlivesTarget, { shutdown: 60, groups: [alb(35)] }, 40, 105],
  [
    "10, 60, 70 stays under the other policy",
    targetOutlivesPod,
    { sleep: 10, grace: 60, shutdown: 45, groups: [alb(70)] },
    10,
    60,
  ],
  ["nothing given and the default delay gives 20 and 30", targetOutlivesPod, { groups: [alb(300)] }, 20, 30],
  ["propagation looks at no delay", propagation, { groups: [alb(300)] }, 20, 30],
  ["a delay that nobody set is not outlived", podOutlivesTarget, { groups: [unset] }, 20, 30],
  ["nor is one that nobody knows", podOutlivesTarget, { groups: [assumed] }, 20, 30],
  ["where requests are known they are covered instead", podOutlivesTarget, { request: 60, groups: [unset] }, 80, 90],
  ["up to the delay that AWS uses", podOutlivesTarget, { request: 400, groups: [unset] }, 320, 330],
  ["a delay that somebody set beside one that nobody did", podOutlivesTarget, { groups: [unset, alb(35)] }, 40, 50],
  ["strictly, a delay that nobody set is 300", strict, { groups: [unset] }, 305, 315],
  ["strictly, requests change nothing", strict, { request: 400, groups: [unset] }, 305, 315],
  ["requests of 30 within a delay of 60", podOutlivesRequests, { request: 30, groups: [alb(60)] }, 50, 60],
  ["requests of 30 and a delay that nobody set", podOutlivesRequests, { request: 30, groups: [unset] }, 50, 60],
  ["a delay of 20 cuts requests of 30 before the sleep would", podOutlivesRequests, { request: 30, groups: [alb(20)] }, 40, 50],
  ["instance targets: no delay cuts requests of 30", podOutlivesRequests, { request: 30, groups: [instance] }, 75, 85],
  ["requests that nobody knows: propagation alone", podOutlivesRequests, { groups: [alb(300)] }, 20, 30],
  ["no target group asks for nothing", podOutlivesTarget, { groups: [] }, undefined, 30],
];

describe("the smallest timings that satisfy a policy", () => {
  test.each(cases)("%s", (_name, policy, given, sleep, grace) => {
    const { preStop, gracePeriod } = solve(facts(given), policy);
    expect([preStop?.value, gracePeriod.value]).toEqual([sleep, grace]);
  });

  test("a sleep beyond the ceiling is not injected but reported", () => {
    const solution = solve(facts({ groups: [alb(3600)] }), podOutlivesTarget);
    expect(solution.preStop).toBeUndefined();
    expect(solution.beyondCeiling?.value).toBe(3605);
  });

  test("a delay below the grace period remains a conflict under target-outlives-pod", () => {
    const { remaining } = solve(facts({ groups: [alb(20)] }), targetOutlivesPod);
    expect(remaining.map(({ rule }) => rule)).toEqual(["grace-within-deregistration"]);
  });
});

const givens = fc.record(
  {
    sleep: fc.integer({ min: 0, max: 400 }),
    grace: fc.integer({ min: 0, max: 600 }),
    shutdown: fc.integer({ min: 0, max: 120 }),
    delays: fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ["delays"] },
);

const mendable = new Set([
  "grace-outlives-prestop",
  "shutdown-fits-grace",
  "prestop-outlives-deregistration",
  "prestop-covers-propagation",
]);

describe.each(builtInPolicies)("properties of $name", (policy) => {
  const given = (sample: { delays: number[] } & Omit<Given, "groups">) => facts({ ...sample, groups: sample.delays.map(alb) });

  test("no value of the user's is lowered", () => {
    fc.assert(
      fc.property(givens, (sample) => {
        const before = given(sample);
        const { preStop, gracePeriod } = solve(before, policy);
        expect(preStop?.value ?? 0).toBeGreaterThanOrEqual(before.timings.preStop?.value ?? 0);
        expect(gracePeriod.value).toBeGreaterThanOrEqual(before.timings.gracePeriod.value);
      }),
    );
  });

  test("what the Pod can mend is mended", () => {
    fc.assert(
      fc.property(givens, (sample) => {
        const { remaining, beyondCeiling } = solve(given(sample), policy);
        if (beyondCeiling === undefined) expect(remaining.filter(({ rule }) => mendable.has(rule))).toEqual([]);
      }),
    );
  });

  test("solving the solution changes nothing", () => {
    fc.assert(
      fc.property(givens, (sample) => {
        const { preStop, gracePeriod } = solve(given(sample), policy);
        const again = solve(
          given({ ...sample, ...(preStop === undefined ? {} : { sleep: preStop.value }), grace: gracePeriod.value }),
          policy,
        );
        expect([again.preStop?.value, again.gracePeriod.value]).toEqual([preStop?.value, gracePeriod.value]);
      }),
    );
  });

  test("a facts in which nothing is broken is left as it is", () => {
    fc.assert(
      fc.property(givens, (sample) => {
        const before = given(sample);
        const broken = evaluate(before, policy).filter(({ rule }) => mendable.has(rule));
        fc.pre(broken.length === 0);
        const { preStop, gracePeriod } = solve(before, policy);
        expect([preStop, gracePeriod]).toEqual([before.timings.preStop, before.timings.gracePeriod]);
      }),
    );
  });
});
