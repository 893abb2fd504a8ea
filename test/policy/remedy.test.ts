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

describe("the remedy names", () => {
  const fixes = (policy: Policy, given: Given) => {
    const { routes, preStop, gracePeriod } = remedyFor(facts(given), policy);
    return [...routes.map(({ setting, delay }) => `${setting.object.name} ${setting.field}: ${delay}`), preStop, gracePeriod];
  };
  const unset = behind("a", {});
  const inField = (group: TargetGroup, field: string): TargetGroup => ({
    ...group,
    delaySetting: { ...group.delaySetting, field },
  });
  // Two failed health checks of 15 s and 15 s for kube-proxy: they require 45 s, whatever their delay is.
  const nodes = (delay: number | undefined): TargetGroup => behind("nodes", { targetType: "instance", delay });
  const { "fits-node-shutdown": _nodes, ...anyNodes } = podOutlivesTarget.rules;
  const withoutNodes: Policy = { ...podOutlivesTarget, rules: anyNodes };
  const strict: Policy = { ...podOutlivesTarget, parameters: { ...podOutlivesTarget.parameters, unsetDelay: "aws-default" } };
  const field = "alb.ingress.kubernetes.io/target-group-attributes";

  test.each<[string, Policy, Given, readonly unknown[]]>([
    ["one annotation is named once", podOutlivesTarget, { groups: [unset, unset] }, [`a ${field}: 35`, 40, 50]],
    [
      "two annotations of one object are named each",
      podOutlivesTarget,
      { groups: [unset, inField(unset, "other")] },
      [`a ${field}: 35`, "a other: 35", 40, 50],
    ],
    [
      "annotations of two objects are named each",
      podOutlivesTarget,
      { groups: [unset, behind("b", {})] },
      [`a ${field}: 35`, `b ${field}: 35`, 40, 50],
    ],
    [
      "a delay that is too long as it is, and then too short, is named as it has to be in the end",
      targetOutlivesPod,
      { sleep: 10, grace: 60, request: 50, groups: [behind("a", { delay: 20 })] },
      [`a ${field}: 65`, 10, 60],
    ],
    [
      "a delay that is as long as the longest request is raised",
      podOutlivesTarget,
      { request: 35, groups: [behind("a", { delay: 35 })] },
      [`a ${field}: 36`, 41, 51],
    ],
    [
      "a delay that is a second longer than the longest request is not",
      podOutlivesTarget,
      { request: 35, groups: [behind("a", { delay: 36 })] },
      [41, 51],
    ],
    [
      "a delay of nodes that cuts a request is not the workload's",
      podOutlivesTarget,
      { request: 50, groups: [nodes(35)] },
      [45, 55],
    ],
    [
      "a grace period as long as the delay needs a longer delay",
      targetOutlivesPod,
      { sleep: 20, grace: 60, groups: [behind("a", { delay: 60 })] },
      [`a ${field}: 65`, 20, 60],
    ],
    [
      "a grace period a second shorter than the delay needs none",
      targetOutlivesPod,
      { sleep: 20, grace: 60, groups: [behind("a", { delay: 61 })] },
      [20, 60],
    ],
    ["nodes drain for as long as they do", targetOutlivesPod, { sleep: 50, grace: 60, groups: [nodes(20)] }, [50, 60]],
    [
      "a long delay stays where the policy does not look at nodes",
      withoutNodes,
      { groups: [behind("a", { delay: 300 })] },
      [305, 315],
    ],
    ["a long grace period stays where no target group is", podOutlivesTarget, { sleep: 40, grace: 300, groups: [] }, [40, 300]],
    [
      "a long delay of nodes beside a shorter one of Pods stays",
      podOutlivesTarget,
      { groups: [nodes(300), behind("a", { delay: 150 })] },
      [`a ${field}: 35`, 45, 55],
    ],
    [
      "a delay that nobody set counts like one of 300 s under a strict policy",
      strict,
      { groups: [unset, behind("b", { delay: 60 })] },
      [`a ${field}: 35`, 65, 75],
    ],
    [
      "a sleep of the user's own up to the ceiling stays where nodes are not looked at",
      withoutNodes,
      { sleep: 900, grace: 910, groups: [behind("a", { delay: 35 })] },
      [900, 910],
    ],
    [
      "a sleep of the user's own beyond the ceiling is shortened",
      withoutNodes,
      { sleep: 901, grace: 911, groups: [behind("a", { delay: 35 })] },
      [40, 50],
    ],
  ])("%s", (_sentence, policy, given, expected) => {
    expect(fixes(policy, given)).toEqual(expected);
  });

  test("carried out, says where its values come from and forgets how long a hook might take", () => {
    const base = facts({ sleep: 20, grace: 40, groups: [unset, behind("b", { delay: 60 })] });
    const before = { ...base, timings: { ...base.timings, longestPreStop: base.timings.gracePeriod } } as typeof base;
    const { targetGroups, timings } = withRemedy(before, remedyFor(before, podOutlivesTarget));
    const source = { from: "setting", name: "remedy" };
    expect(timings.preStop).toEqual({ name: "preStop", value: 65, source });
    expect(timings.gracePeriod).toEqual({ name: "gracePeriod", value: 75, source });
    expect(timings).not.toHaveProperty("longestPreStop");
    expect(targetGroups.map(({ deregistrationDelay }) => deregistrationDelay)).toEqual([
      { value: 35, source: fromObject(unset.delaySetting.object, field) },
      base.targetGroups[1]?.deregistrationDelay,
    ]);
    expect(withRemedy(base, { routes: [], preStop: undefined, gracePeriod: seconds(30) }).timings.preStop).toBeUndefined();
  });
});

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
