/** When a route is refused, and which Pods it has restarted. */
import { describe, expect, test } from "vitest";
import type { Finding } from "#model/findings/finding.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { type Affected, decideRoute, type RouteChange } from "#policy/decide-route.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { facts, ingressRef, shopRef, targetGroup } from "../support/workload-facts.ts";

const [policy, targetOutlivesPod] = builtInPolicies;

const change = (given: Partial<RouteChange>): RouteChange => ({
  affected: [],
  beingMade: [],
  problemsBefore: [],
  problemsAfter: [],
  unsetBefore: [],
  unsetAfter: [],
  groupStoppedBefore: false,
  notices: [],
  ...given,
});

const says = (given: Partial<RouteChange>) => {
  const verdict = decideRoute(change(given));
  return [
    verdict.kind,
    verdict.kind === "deny" ? verdict.because.map(({ rule }) => rule) : [],
    verdict.findings.map(({ rule }) => rule),
  ];
};

const wrong = (id: Problem["id"], value = "30s"): Problem => problem(id, ingressRef, "f", { value });
const group = (delay: number, more: Partial<TargetGroup> = {}): TargetGroup => targetGroup({ delay, ...more });
const pods = (...groups: readonly TargetGroup[]) => facts({ sleep: 40, grace: 50, groups });
const moved = (before: Affected["before"], after: Affected["after"], by: Affected["policy"] = policy): Partial<RouteChange> => ({
  affected: [{ before, after, policy: by, alike: 0 }],
});

describe("a route is refused", () => {
  test.each<readonly [string, Partial<RouteChange>, readonly unknown[]]>([
    ["for nothing where nothing is wrong", {}, ["admit", [], []]],
    [
      "for what is wrong in it",
      { problemsAfter: [wrong("deregistration-delay-invalid")] },
      ["deny", ["deregistration-delay-invalid"], ["deregistration-delay-invalid"]],
    ],
    [
      "not for what was wrong before",
      { problemsBefore: [wrong("deregistration-delay-invalid")], problemsAfter: [wrong("deregistration-delay-invalid")] },
      ["admit", [], ["deregistration-delay-invalid"]],
    ],
    [
      "for another value than before",
      { problemsBefore: [wrong("deregistration-delay-invalid", "x")], problemsAfter: [wrong("deregistration-delay-invalid")] },
      ["deny", ["deregistration-delay-invalid"], ["deregistration-delay-invalid"]],
    ],
    [
      "not for a Service that may be created a moment later",
      { problemsAfter: [wrong("service-missing")] },
      ["admit", [], ["service-missing"]],
    ],
    ["not for a port that may be", { problemsAfter: [wrong("service-port-missing")] }, ["admit", [], ["service-port-missing"]]],
    [
      "for ports in conflict with other members",
      { problemsAfter: [wrong("listen-ports-conflict")] },
      ["deny", ["listen-ports-conflict"], ["listen-ports-conflict"]],
    ],
    [
      "not for these where others had stopped the group",
      { groupStoppedBefore: true, problemsAfter: [wrong("listen-ports-conflict")] },
      ["admit", [], ["listen-ports-conflict"]],
    ],
    [
      "for its own faults even then",
      { groupStoppedBefore: true, problemsAfter: [wrong("deregistration-delay-invalid")] },
      ["deny", ["deregistration-delay-invalid"], ["deregistration-delay-invalid"]],
    ],

    [
      "for a delay beyond the sleep of Pods that run",
      moved(pods(group(35)), pods(group(60))),
      ["deny", ["prestop-outlives-deregistration"], ["prestop-outlives-deregistration"]],
    ],
    ["not for a delay that they outlive", moved(pods(group(35)), pods(group(39))), ["admit", [], []]],
    [
      "not for a delay that is as it was",
      moved(pods(group(60)), pods(group(60))),
      ["admit", [], ["prestop-outlives-deregistration"]],
    ],
    [
      "not for a delay that is lowered",
      moved(pods(group(80)), pods(group(60))),
      ["admit", [], ["prestop-outlives-deregistration"]],
    ],
    [
      "not for a target group that is new, whose Pods are to be restarted",
      moved(undefined, pods(group(60))),
      ["admit", [], ["restart-needed"]],
    ],
    [
      "not for one that is new beside others",
      moved(pods(group(35)), pods(group(35), group(60, { service: "other" }))),
      ["admit", [], ["restart-needed"]],
    ],
    ["not for one on another port", moved(pods(group(35)), pods(group(60, { port: 81 }))), ["admit", [], ["restart-needed"]]],
    [
      "for targets that become Pods",
      moved(pods(group(60, { targetType: "instance" })), pods(group(60))),
      ["deny", ["prestop-outlives-deregistration"], ["prestop-outlives-deregistration"]],
    ],
    [
      "not for a delay that is only announced, for which Pods are to be restarted",
      moved(pods(group(35)), pods(group(35, { nextDeregistrationDelay: { value: seconds(60), source: { from: "default" } } }))),
      ["admit", [], ["restart-needed"]],
    ],
    [
      "for a new target group that no Pod could satisfy",
      moved(undefined, facts({ sleep: 20, grace: 60, groups: [group(20)] }), targetOutlivesPod),
      ["deny", ["grace-within-deregistration"], ["grace-within-deregistration"]],
    ],
  ])("%s", (_sentence, given, wanted) => {
    expect(says(given)).toEqual(wanted);
  });

  test.each<[string, Problem]>([
    ["in another field", problem("deregistration-delay-invalid", ingressRef, "g", { value: "30s" })],
    ["of another object", problem("deregistration-delay-invalid", { ...ingressRef, name: "other" }, "f", { value: "30s" })],
    ["of another kind", problem("deregistration-delay-invalid", { ...ingressRef, kind: "Service" }, "f", { value: "30s" })],
    ["of another sort", wrong("listen-ports-conflict")],
  ])("for what is wrong %s than before", (_sentence, before) => {
    const after = [before, wrong("deregistration-delay-invalid")];
    expect(says({ problemsBefore: [before], problemsAfter: after })[1]).toEqual(["deregistration-delay-invalid"]);
  });

  test.each<Problem["id"]>([
    "binding-service-missing",
    "binding-port-missing",
    "gateway-configuration-missing",
    "gateway-default-configuration-missing",
    "gateway-reconcile-blocked",
    "group-reconcile-blocked",
    "ingress-class-missing",
    "ingress-class-params-missing",
    "node-port-missing",
  ])("not for what another object lacks, which may come a moment later: %s", (id) => {
    expect(says({ problemsAfter: [wrong(id)] })).toEqual(["admit", [], [id]]);
  });

  test.each<Problem["id"]>(["default-backend-duplicate", "load-balancer-attributes-conflict", "ssl-redirect-invalid"])(
    "for what members of a group say against one another, unless others had stopped it: %s",
    (id) => {
      expect(says({ problemsAfter: [wrong(id)] })).toEqual(["deny", [id], [id]]);
      expect(says({ groupStoppedBefore: true, problemsAfter: [wrong(id)] })).toEqual(["admit", [], [id]]);
    },
  );

  test("for a delay that is raised, beside a target group that is new, whose Pods are to be restarted", () => {
    const change = moved(pods(group(35)), pods(group(60), group(70, { service: "other" })));
    expect(says(change)).toEqual([
      "deny",
      ["prestop-outlives-deregistration"],
      ["prestop-outlives-deregistration", "restart-needed"],
    ]);
  });

  test("not for a target group of another object, which is new whatever its Service is", () => {
    const origin = { ...ingressRef, name: "other" };
    expect(says(moved(pods(group(35)), pods(group(60, { origin }))))).toEqual(["admit", [], ["restart-needed"]]);
  });

  test("for the delay that is in force, not for a longer one that is announced with it", () => {
    const announced = { nextDeregistrationDelay: { value: seconds(90), source: { from: "default" } } } as const;
    const verdict = decideRoute(change(moved(pods(group(35)), pods(group(60, announced)))));
    expect(verdict.kind === "deny" && verdict.because.map(({ required }) => required)).toEqual([65]);
  });

  test("not for a target group that needed a longer sleep before", () => {
    const before = pods(group(80), group(60, { service: "other" }));
    const after = pods(group(80), group(60, { service: "other" }));
    expect(says(moved(before, after))).toEqual([
      "admit",
      [],
      ["prestop-outlives-deregistration", "prestop-outlives-deregistration"],
    ]);
  });

  test("and one that is admitted asks for the first Pods of workloads that are being made", () => {
    const workload = { before: pods(), after: pods(group(60)), policy };
    expect(says({ beingMade: [workload] })).toEqual(["admit", [], ["restart-may-be-needed"]]);
    expect(says({ beingMade: [{ ...workload, before: pods(group(60)) }] })).toEqual(["admit", [], []]);
    expect(says({ beingMade: [{ ...workload, after: pods(group(35)) }] })).toEqual(["admit", [], []]);
  });

  test("with the remedy, and what there is to know besides", () => {
    const notice: Finding = {
      rule: "attribute-removed",
      severity: "warning",
      subject: ingressRef,
      path: "f",
      actual: undefined,
      required: undefined,
      because: [],
      details: {},
    };
    const unset: Finding = { ...notice, rule: "deregistration-delay-unset" };
    const verdict = decideRoute(change({ ...moved(pods(group(35)), pods(group(60))), notices: [notice], unsetAfter: [unset] }));
    expect(verdict.findings.map(({ rule }) => rule)).toEqual([
      "deregistration-delay-unset",
      "prestop-outlives-deregistration",
      "attribute-removed",
    ]);
    expect(verdict.kind === "deny" && verdict.because.map(({ remedy, subject }) => [remedy?.preStop, subject])).toEqual([
      [65, shopRef],
    ]);
  });

  test("an unset delay that the policy has for an error, where it was set before", () => {
    const unset: Finding = {
      rule: "deregistration-delay-unset",
      severity: "error",
      subject: ingressRef,
      path: "f",
      actual: undefined,
      required: undefined,
      because: [],
      details: {},
    };
    expect(says({ unsetAfter: [unset] })[0]).toBe("deny");
    expect(says({ unsetBefore: [unset], unsetAfter: [unset] })[0]).toBe("admit");
  });
});
