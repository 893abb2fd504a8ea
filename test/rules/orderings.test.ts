/** Each ordering at its edge: the last value that breaks it and the first that keeps it, and what would mend it. */
import { describe, expect, test } from "vitest";
import type { RuleId } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import { defaultParameters } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import type { Remedy } from "#rules/rule.ts";
import { facts, type Given, targetGroup } from "../support/workload-facts.ts";

const alb = (delay: number) => targetGroup({ delay });
const nlb = targetGroup({ delay: 30, loadBalancer: "nlb" });
const unknown = targetGroup({ delay: 30, loadBalancer: "unknown" });
const instance = targetGroup({ delay: 300, targetType: "instance" });
const announced = targetGroup({
  delay: 35,
  nextDeregistrationDelay: { value: seconds(60), source: { from: "default" } },
});
const announcedLower = targetGroup({
  delay: 35,
  nextDeregistrationDelay: { value: seconds(10), source: { from: "default" } },
});

const byDefault = { value: seconds(300), source: { from: "default" } } as const;
const unset = targetGroup({ deregistrationDelay: byDefault });
const unsetInstance = targetGroup({ deregistrationDelay: byDefault, targetType: "instance" });
const unsetAnnounced = targetGroup({
  deregistrationDelay: byDefault,
  nextDeregistrationDelay: { value: seconds(60), source: { from: "default" } },
});

/** Required values of the breaches; nothing for a rule that holds. */
type Row = readonly [sentence: string, rule: RuleId, given: Given, required: readonly (number | undefined)[]];

const table: readonly Row[] = [
  ["G = S", "grace-outlives-prestop", { sleep: 40, grace: 40 }, [50]],
  ["G = S + 1", "grace-outlives-prestop", { sleep: 40, grace: 41 }, []],
  ["no sleep", "grace-outlives-prestop", { grace: 0 }, []],
  ["G = S, with a long shutdown", "grace-outlives-prestop", { sleep: 40, grace: 40, shutdown: 60 }, [105]],

  ["S + A = G", "shutdown-fits-grace", { sleep: 40, shutdown: 10, grace: 50 }, [55]],
  ["S + A = G - 1", "shutdown-fits-grace", { sleep: 40, shutdown: 9, grace: 50 }, []],
  ["no sleep", "shutdown-fits-grace", { shutdown: 90, grace: 30 }, []],

  ["S = D", "prestop-outlives-deregistration", { sleep: 35, groups: [alb(35)] }, [40]],
  ["S = D + 1", "prestop-outlives-deregistration", { sleep: 36, groups: [alb(35)] }, []],
  ["no sleep and D = 0", "prestop-outlives-deregistration", { groups: [alb(0)] }, [5]],
  ["one of two target groups", "prestop-outlives-deregistration", { sleep: 40, groups: [alb(35), alb(60)] }, [65]],
  ["both of two target groups", "prestop-outlives-deregistration", { groups: [alb(35), alb(60)] }, [40, 65]],
  ["a larger delay is announced", "prestop-outlives-deregistration", { sleep: 40, groups: [announced] }, [65]],
  ["a smaller delay is announced", "prestop-outlives-deregistration", { sleep: 36, groups: [announcedLower] }, []],
  ["instance targets", "prestop-outlives-deregistration", { sleep: 10, groups: [instance] }, []],
  ["no target group", "prestop-outlives-deregistration", { groups: [] }, []],

  ["G = D", "grace-within-deregistration", { grace: 35, groups: [alb(35)] }, [34]],
  ["G = D - 1", "grace-within-deregistration", { grace: 34, groups: [alb(35)] }, []],
  ["D = 0", "grace-within-deregistration", { grace: 30, groups: [alb(0)] }, [0]],
  ["instance targets", "grace-within-deregistration", { grace: 900, groups: [instance] }, []],

  ["ALB, S = 9", "prestop-covers-propagation", { sleep: 9, groups: [alb(0)] }, [20]],
  ["ALB, S = 10", "prestop-covers-propagation", { sleep: 10, groups: [alb(0)] }, []],
  ["a load balancer that is not known is taken for an ALB", "prestop-covers-propagation", { sleep: 9, groups: [unknown] }, [20]],
  ["NLB, S = 119", "prestop-covers-propagation", { sleep: 119, groups: [nlb] }, [135]],
  ["NLB, S = 120", "prestop-covers-propagation", { sleep: 120, groups: [nlb] }, []],
  ["instance targets, S = H + 4", "prestop-covers-propagation", { sleep: 34, groups: [instance] }, [45]],
  ["instance targets, S = H + 5", "prestop-covers-propagation", { sleep: 35, groups: [instance] }, []],
  ["no sleep", "prestop-covers-propagation", { groups: [alb(35), nlb] }, [20, 135]],
  ["no Service and no target group", "prestop-covers-propagation", { groups: [] }, []],

  ["S = L + R - 1", "prestop-covers-requests", { sleep: 39, request: 30, groups: [unset] }, [50]],
  ["S = L + R", "prestop-covers-requests", { sleep: 40, request: 30, groups: [unset] }, []],
  ["R beyond the delay of 300", "prestop-covers-requests", { sleep: 309, request: 900, groups: [unset] }, [320]],
  ["a delay that somebody set", "prestop-covers-requests", { sleep: 10, request: 30, groups: [alb(60)] }, []],
  ["R is not stated", "prestop-covers-requests", { groups: [unset] }, []],

  ["nobody set it", "deregistration-delay-unset", { groups: [unset] }, [35]],
  ["nobody set it, and R is known", "deregistration-delay-unset", { request: 60, groups: [unset] }, [61]],
  ["two groups of one annotation", "deregistration-delay-unset", { groups: [unset, unset] }, [35]],
  ["somebody set 300", "deregistration-delay-unset", { groups: [alb(300)] }, []],
  ["nobody set it, and one is announced", "deregistration-delay-unset", { groups: [unsetAnnounced] }, []],
  ["instance targets", "deregistration-delay-unset", { groups: [unsetInstance] }, []],

  ["R is not stated", "request-timeout-known", {}, [undefined]],
  ["R is stated", "request-timeout-known", { request: 1 }, []],
  ["no target group", "request-timeout-known", { groups: [] }, []],

  [
    "an announced delay beside one that nobody set",
    "prestop-outlives-deregistration",
    { sleep: 60, groups: [unsetAnnounced] },
    [65],
  ],
  ["nobody set it", "prestop-outlives-deregistration", { sleep: 20, groups: [unset] }, []],

  ["D = R", "deregistration-outlives-request", { request: 35, groups: [alb(35)] }, [36]],
  ["D = R + 1", "deregistration-outlives-request", { request: 34, groups: [alb(35)] }, []],
  ["R is not stated", "deregistration-outlives-request", { groups: [alb(0)] }, []],

  ["R = I", "request-outlives-idle", { request: 60 }, [61]],
  ["R = I + 1", "request-outlives-idle", { request: 61 }, []],
  ["R is not stated", "request-outlives-idle", {}, []],
  ["NLB", "request-outlives-idle", { request: 1, groups: [nlb] }, []],

  ["K = I", "keepalive-outlives-idle", { keepAlive: 60 }, [61]],
  ["K = I + 1", "keepalive-outlives-idle", { keepAlive: 61 }, []],
  ["K is not stated", "keepalive-outlives-idle", {}, []],
  ["NLB", "keepalive-outlives-idle", { keepAlive: 1, groups: [nlb] }, []],

  ["G = 120", "fits-node-shutdown", { grace: 120 }, []],
  ["G = 121", "fits-node-shutdown", { grace: 121 }, [120]],
  ["no target group", "fits-node-shutdown", { grace: 121, groups: [] }, []],

  ["one replica", "replicas-at-least-two", { replicas: 1 }, [undefined]],
  ["two replicas", "replicas-at-least-two", { replicas: 2 }, []],
  ["scaled to nothing", "replicas-at-least-two", { replicas: 0 }, []],
  ["one replica without a target group", "replicas-at-least-two", { replicas: 1, groups: [] }, []],
];

describe.each([...new Set(table.map(([, rule]) => rule))])("%s", (id) => {
  test.each(table.filter(([, rule]) => rule === id))("%s", (_sentence, rule, given, required) => {
    const breaches = rules[rule].find(facts(given), defaultParameters);
    expect(breaches.map((breach) => breach.required)).toEqual(required);
    expect(breaches.every((breach) => breach.rule === rule)).toBe(true);
  });
});

const remedies: readonly (readonly [
  string,
  RuleId,
  Given,
  readonly Pick<Remedy & { set: "preStop" }, "set" | "atLeast">[] | readonly object[],
])[] = [
  ["a grace period for a sleep", "grace-outlives-prestop", { sleep: 40 }, [{ set: "gracePeriod", atLeast: 50 }]],
  ["none without a sleep", "grace-outlives-prestop", {}, []],
  [
    "a grace period for sleep and shutdown",
    "shutdown-fits-grace",
    { sleep: 10, shutdown: 45 },
    [{ set: "gracePeriod", atLeast: 60 }],
  ],
  [
    "a sleep for each delay",
    "prestop-outlives-deregistration",
    { groups: [alb(35), alb(90)] },
    [40, 95].map((atLeast) => ({ set: "preStop", atLeast })),
  ],
  [
    "a sleep for each way in",
    "prestop-covers-propagation",
    { groups: [alb(35), nlb, instance] },
    [20, 135, 45].map((atLeast) => ({ set: "preStop", atLeast })),
  ],
  ["none for a grace period that only the route could mend", "grace-within-deregistration", { grace: 900 }, []],
  ["none for a request", "deregistration-outlives-request", { request: 900 }, []],
];

describe("what on the Pod would mend it", () => {
  test.each(remedies)("%s", (_sentence, id, given, wanted) => {
    const asked = rules[id].remedy(facts(given), defaultParameters);
    expect(asked.map((remedy) => ("atLeast" in remedy ? { set: remedy.set, atLeast: remedy.atLeast } : remedy))).toEqual(wanted);
  });

  test.each(table.filter(([, , , required]) => required.length > 0))(
    "%s: what is asked for is enough for %s",
    (_sentence, id, given) => {
      const asked = rules[id].remedy(facts(given), defaultParameters);
      const largest = (set: string): number =>
        Math.max(0, ...asked.map((remedy) => (remedy.set === set && "atLeast" in remedy ? remedy.atLeast : 0)));
      const mended = {
        ...given,
        ...(largest("preStop") > 0 ? { sleep: largest("preStop") } : {}),
        ...(largest("gracePeriod") > 0 ? { grace: largest("gracePeriod") } : {}),
      };
      expect(asked.length === 0 || rules[id].find(facts(mended), defaultParameters).length === 0).toBe(true);
    },
  );
});

describe("a hook whose length is not known", () => {
  const hooked = (grace: number) => {
    const base = facts({ groups: [alb(35)], grace });
    return { ...base, timings: { ...base.timings, preStopKnown: false } };
  };

  test("may last as long as the grace period", () => {
    expect(rules["prestop-outlives-deregistration"].find(hooked(36), defaultParameters)).toEqual([]);
    expect(rules["prestop-covers-propagation"].find(hooked(10), defaultParameters)).toEqual([]);
  });

  test("lasts no longer than that", () => {
    const path = "spec.template.spec.terminationGracePeriodSeconds";
    const [outlived] = rules["prestop-outlives-deregistration"].find(hooked(35), defaultParameters);
    expect(outlived).toMatchObject({ path, actual: 35, required: 50 });
    const [covered] = rules["prestop-covers-propagation"].find(hooked(9), defaultParameters);
    expect(covered).toMatchObject({ path, actual: 9, required: 30 });
  });
});
