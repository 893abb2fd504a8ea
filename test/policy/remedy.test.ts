/** One remedy for each workload: carrying it out leaves no finding that a value could fix. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Policy } from "#model/settings/policy.ts";
import { evaluate } from "#policy/evaluate.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { remedyFor, withRemedy } from "#policy/remedy.ts";
import { facts, type Given, targetGroup } from "../support/workload-facts.ts";

const [podOutlivesTarget, targetOutlivesPod, podOutlivesRequests] = builtInPolicies;

const behind = (name: string, more: Partial<TargetGroup> & { readonly delay?: number | undefined }): TargetGroup => {
  const object = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "web", name };
  const field = "alb.ingress.kubernetes.io/target-group-attributes";
  const { delay, ...rest } = more;
  return targetGroup({
    origin: object,
    delaySetting: { object, field, form: "pairs", attributes: {} },
    deregistrationDelay:
      delay === undefined
        ? { value: seconds(300), source: { from: "default" } }
        : { value: seconds(delay), source: fromObject(object, field) },
    ...rest,
  });
};

type Row = readonly [
  sentence: string,
  policy: Policy,
  given: Given,
  delays: readonly number[],
  sleep: number | undefined,
  grace: number,
];

const rows: readonly Row[] = [
  [
    "nothing is wrong: everything stays",
    podOutlivesTarget,
    { sleep: 40, grace: 50, groups: [behind("a", { delay: 35 })] },
    [],
    40,
    50,
  ],
  ["no sleep for a delay of 35", podOutlivesTarget, { groups: [behind("a", { delay: 35 })] }, [], 40, 50],
  ["a delay that nobody set comes first", podOutlivesTarget, { sleep: 20, grace: 40, groups: [behind("a", {})] }, [35], 40, 50],
  [
    "a delay that is announced needs no other",
    podOutlivesTarget,
    {
      groups: [
        behind("a", {
          nextDeregistrationDelay: {
            value: seconds(60),
            source: fromObject({ apiVersion: "v1", kind: "Service", name: "s" }, "n"),
          },
        }),
      ],
    },
    [],
    65,
    75,
  ],
  ["and is sized for known requests", podOutlivesTarget, { request: 60, groups: [behind("a", {})] }, [61], 66, 76],
  [
    "a delay of 300 that no node waits for is lowered",
    podOutlivesTarget,
    { groups: [behind("a", { delay: 300 })] },
    [35],
    40,
    50,
  ],
  ["so is one beyond the ceiling", podOutlivesTarget, { groups: [behind("a", { delay: 3600 })] }, [35], 40, 50],
  [
    "a grace period of the user's that is too long is shortened, the delay of 10 stays",
    podOutlivesTarget,
    { sleep: 130, grace: 160, groups: [behind("a", { delay: 10 })] },
    [],
    20,
    30,
  ],
  [
    "a grace period that is too long around a sleep that is not",
    podOutlivesTarget,
    { sleep: 40, grace: 300, groups: [behind("a", { delay: 35 })] },
    [],
    40,
    50,
  ],
  [
    "a delay below the longest request is raised",
    podOutlivesTarget,
    { request: 50, groups: [behind("a", { delay: 35 })] },
    [51],
    56,
    66,
  ],
  [
    "a target group must drain for longer than the Pod may live",
    targetOutlivesPod,
    { sleep: 10, grace: 60, groups: [behind("a", { delay: 20 })] },
    [65],
    10,
    60,
  ],
  ["requests of 30 that the sleep must cover", podOutlivesRequests, { request: 30, groups: [behind("a", {})] }, [], 50, 60],
  [
    "two routes, one of which sets no delay",
    podOutlivesTarget,
    { groups: [behind("a", { delay: 60 }), behind("b", {})] },
    [35],
    65,
    75,
  ],
];

describe("the remedy", () => {
  test.each(rows)("%s", (_sentence, policy, given, delays, sleep, grace) => {
    const remedy = remedyFor(facts(given), policy);
    expect(remedy.routes.map(({ delay }) => delay)).toEqual(delays);
    expect([remedy.preStop, remedy.gracePeriod]).toEqual([sleep, grace]);
  });

  const fixable: ReadonlySet<string> = new Set([
    "deregistration-delay-unset",
    "grace-outlives-prestop",
    "shutdown-fits-grace",
    "prestop-outlives-deregistration",
    "grace-within-deregistration",
    "prestop-covers-propagation",
    "prestop-covers-requests",
    "deregistration-outlives-request",
  ]);

  const group = fc
    .record({
      name: fc.constantFrom("a", "b", "c"),
      delay: fc.option(fc.integer({ min: 0, max: 3600 }), { nil: undefined }),
      loadBalancer: fc.constantFrom("alb", "nlb", "unknown"),
      targetType: fc.constantFrom("ip", "instance"),
    })
    .map(({ name, ...more }) => behind(name, more));

  // Two groups of one annotation have one delay.
  const groups = fc.uniqueArray(group, { maxLength: 3, selector: ({ origin }) => origin.name }).chain((all) => fc.constant(all));

  const given = fc.record(
    {
      sleep: fc.integer({ min: 0, max: 1000 }),
      grace: fc.integer({ min: 0, max: 2000 }),
      shutdown: fc.integer({ min: 0, max: 60 }),
      request: fc.integer({ min: 1, max: 400 }),
      groups,
    },
    { requiredKeys: ["groups"] },
  );

  test("carried out, leaves no finding that a value could fix", () => {
    fc.assert(
      fc.property(given, fc.constantFrom<Policy>(...builtInPolicies), (values, policy) => {
        const before = facts(values);
        const after = evaluate(withRemedy(before, remedyFor(before, policy)), policy);
        expect(after.map(({ rule }) => rule).filter((rule) => fixable.has(rule))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("fits the nodes wherever the load balancer and the requests allow it", () => {
    fc.assert(
      fc.property(given, (values) => {
        const before = facts({ ...values, request: Math.min(values.request ?? 20, 40), shutdown: 5 });
        const remedy = remedyFor(before, podOutlivesTarget);
        const slow = before.targetGroups.some((each) => each.loadBalancer === "nlb" && each.targetType === "ip");
        if (before.targetGroups.length > 0 && !slow) expect(remedy.gracePeriod).toBeLessThanOrEqual(120);
      }),
      { numRuns: 500 },
    );
  });

  test("carried out, is its own remedy", () => {
    fc.assert(
      fc.property(given, fc.constantFrom<Policy>(...builtInPolicies), (values, policy) => {
        const before = facts(values);
        const remedy = remedyFor(before, policy);
        const again = remedyFor(withRemedy(before, remedy), policy);
        expect(again).toEqual({ ...remedy, routes: [] });
      }),
      { numRuns: 500 },
    );
  });
});
