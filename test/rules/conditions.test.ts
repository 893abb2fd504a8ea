/** The rules that compare no times. */
import { describe, expect, test } from "vitest";
import { readService } from "#kubernetes/objects/read-service.ts";
import type { Breach, RuleId } from "#model/findings/finding.ts";
import { problem } from "#model/findings/problem.ts";
import type { Rollout } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { defaultParameters } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { facts, ingressRef, shopRef, targetGroup } from "../support/workload-facts.ts";

const found = (id: RuleId, given: WorkloadFacts): readonly Breach[] => rules[id].find(given, defaultParameters);

const serviceOf = (spec: object) => {
  const service = readService({ apiVersion: "v1", kind: "Service", metadata: { name: "shop", namespace: "web" }, spec });
  if (service === undefined) throw new Error("a Service was expected");
  return service;
};

describe("readiness-gate-present", () => {
  const gate = "target-health.elbv2.k8s.aws/a";
  const pod = (present: boolean, impossible?: string): WorkloadFacts => {
    const base = facts();
    return { ...base, workload: { ...base.workload, podPath: [] }, gates: [{ gate, present, impossible }] };
  };
  const template = (given: WorkloadFacts): WorkloadFacts => ({
    ...given,
    workload: { ...given.workload, podPath: ["spec", "template"] },
  });

  test.each([
    ["a Pod that has its gate", pod(true), 0],
    ["a Pod without it", pod(false), 1],
    ["a Pod with one that cannot become true", pod(true, "why"), 1],
    ["a Pod without one that could not become true", pod(false, "why"), 0],
    ["a template without it", template(pod(false)), 0],
    ["a template with one that cannot become true", template(pod(true, "why")), 1],
  ])("%s", (_sentence, given, breaches) => {
    expect(found("readiness-gate-present", given)).toHaveLength(breaches);
  });

  test("asks for what is missing and could become true", () => {
    expect(rules["readiness-gate-present"].remedy(pod(false), defaultParameters)).toEqual([{ set: "readinessGate", gate }]);
    expect(rules["readiness-gate-present"].remedy(pod(false, "why"), defaultParameters)).toEqual([]);
  });
});

describe("rollout-keeps-capacity", () => {
  const rollout = (change: Partial<Rollout>, kind = "Deployment"): WorkloadFacts => {
    const base = facts();
    const usual = { replicas: 3, strategy: undefined, maxUnavailable: undefined, maxSurge: undefined, partition: undefined };
    const given = { ...usual, ...change };
    return {
      ...base,
      fewestPods: { pods: given.replicas ?? 1, autoscaler: undefined },
      workload: { ...base.workload, ref: { ...shopRef, kind }, rollout: given },
    };
  };

  test.each([
    ["Recreate", { strategy: "Recreate" }, 1],
    ["nothing said, which is 25 % and none of three", {}, 0],
    ["100 %", { maxUnavailable: "100%" }, 1],
    ["99 % of three, which is two", { maxUnavailable: "99%" }, 0],
    ["as many as there are", { maxUnavailable: 3 }, 1],
    ["one less", { maxUnavailable: 2 }, 0],
    ["one of one", { replicas: 1, maxUnavailable: 1 }, 1],
    ["one with nothing said, which gets another first", { replicas: 1 }, 0],
    ["one that may get no other, so that none of one counts as one", { replicas: 1, maxSurge: 0, maxUnavailable: "25%" }, 1],
    ["the same of two, of which one is left", { replicas: 2, maxSurge: 0, maxUnavailable: "25%" }, 0],
    ["a surge is no use where all may go", { maxSurge: "100%", maxUnavailable: "100%" }, 1],
    ["scaled to nothing", { replicas: 0, maxUnavailable: 1 }, 0],
  ])("a Deployment: %s", (_sentence, change, breaches) => {
    expect(found("rollout-keeps-capacity", rollout(change))).toHaveLength(breaches);
  });

  test.each([
    ["a StatefulSet of one", "StatefulSet", { replicas: 1 }, 1],
    ["a StatefulSet of two goes one by one", "StatefulSet", { replicas: 2 }, 0],
    ["a StatefulSet that may end all at once", "StatefulSet", { replicas: 2, maxUnavailable: "100%" }, 1],
    ["its partition keeps one", "StatefulSet", { replicas: 2, maxUnavailable: "100%", partition: 1 }, 0],
    ["its partition keeps the only one", "StatefulSet", { replicas: 1, partition: 1 }, 0],
    ["somebody else ends its Pods", "StatefulSet", { replicas: 1, strategy: "OnDelete" }, 0],
    ["a DaemonSet on all nodes at once", "DaemonSet", { maxUnavailable: "100%" }, 1],
    ["a DaemonSet on some nodes at once", "DaemonSet", { maxUnavailable: "50%" }, 0],
    ["a canary of Argo Rollouts that may end all", "Rollout", { strategy: "canary", maxUnavailable: "100%" }, 1],
    ["one that goes by its defaults", "Rollout", { strategy: "canary" }, 0],
    ["a blue/green one, which keeps the old Pods", "Rollout", { strategy: "blueGreen" }, 0],
  ])("%s", (_sentence, kind, change, breaches) => {
    expect(found("rollout-keeps-capacity", rollout(change, kind))).toHaveLength(breaches);
  });
});

describe("no-publish-not-ready-addresses", () => {
  const given = (publishNotReadyAddresses: boolean, targetType: "ip" | "instance" = "ip"): WorkloadFacts => ({
    ...facts({ groups: [targetGroup({ targetType })] }),
    services: [serviceOf({ publishNotReadyAddresses })],
  });

  test.each([
    ["not-ready addresses, ip targets", given(true), 1],
    ["not-ready addresses, instance targets", given(true, "instance"), 0],
    ["ready addresses only", given(false), 0],
  ])("%s", (_sentence, situationGiven, breaches) => {
    expect(found("no-publish-not-ready-addresses", situationGiven)).toHaveLength(breaches);
  });
});

describe("traffic-policy-local", () => {
  const given = (spec: object, targetType: "ip" | "instance" = "instance"): WorkloadFacts => ({
    ...facts({ groups: [targetGroup({ targetType })] }),
    services: [serviceOf(spec)],
  });

  test.each([
    ["Cluster", given({ type: "LoadBalancer", externalTrafficPolicy: "Cluster" }), 1],
    ["nothing stated", given({ type: "LoadBalancer" }), 1],
    ["Local", given({ type: "LoadBalancer", externalTrafficPolicy: "Local" }), 0],
    ["ip targets", given({ type: "LoadBalancer", externalTrafficPolicy: "Cluster" }, "ip"), 0],
    ["a NodePort Service behind an Ingress", given({ type: "NodePort", externalTrafficPolicy: "Cluster" }), 0],
  ])("%s", (_sentence, situationGiven, breaches) => {
    expect(found("traffic-policy-local", situationGiven)).toHaveLength(breaches);
  });
});

describe("readiness-probe-present", () => {
  const given = (...containers: readonly (readonly [hasPorts: boolean, hasReadinessProbe: boolean])[]): WorkloadFacts => {
    const base = facts();
    const listed = containers.map(([hasPorts, hasReadinessProbe], index) => ({
      name: `c${index}`,
      preStop: { kind: "none" } as const,
      ports: hasPorts ? [{ name: "", port: 8080 }] : [],
      minimalImage: false,
      hasReadinessProbe,
    }));
    return { ...base, workload: { ...base.workload, podSpec: { ...base.workload.podSpec, containers: listed } } };
  };

  test.each([
    ["ports and a probe", given([true, true]), []],
    ["ports and no probe", given([true, false]), ["spec.template.spec.containers[0].readinessProbe"]],
    ["no ports", given([false, false]), []],
    ["one of two containers with ports has one", given([true, false], [true, true]), []],
    [
      "only the one without ports has one",
      given([false, true], [true, false]),
      ["spec.template.spec.containers[1].readinessProbe"],
    ],
  ])("%s", (_sentence, situationGiven, paths) => {
    expect(found("readiness-probe-present", situationGiven).map(({ path }) => path)).toEqual(paths);
  });
});

describe("disruption-budget-allows-drain", () => {
  const budget = (name: string, blocksEveryEviction: boolean) => ({ name, blocksEveryEviction });

  test.each([
    ["no budget", [], []],
    ["one that allows an eviction", [budget("a", false)], []],
    ["one that allows none", [budget("a", true)], ["a blocks-every-eviction"]],
    ["two that allow one", [budget("a", false), budget("b", false)], ["b several-budgets"]],
    ["two, one of which allows none", [budget("a", true), budget("b", false)], ["a blocks-every-eviction", "b several-budgets"]],
  ])("%s", (_sentence, disruptionBudgets, said) => {
    const breaches = found("disruption-budget-allows-drain", { ...facts(), disruptionBudgets });
    expect(breaches.map(({ subject, details }) => `${subject.name} ${details["problem"]}`)).toEqual(said);
  });
});

describe("deregistration-delay-valid", () => {
  const field = "alb.ingress.kubernetes.io/target-group-attributes";

  test.each([
    ["a delay that cannot be read", problem("deregistration-delay-invalid", ingressRef, field, { value: "30s" }), 1],
    ["attributes that cannot be read", problem("attributes-unparsable", ingressRef, field, { text: "a" }), 1],
    [
      "attributes of the load balancer",
      problem("attributes-unparsable", ingressRef, "alb.ingress.kubernetes.io/load-balancer-attributes"),
      0,
    ],
    ["another problem", problem("service-missing", ingressRef, field), 0],
  ])("%s", (_sentence, given, breaches) => {
    expect(found("deregistration-delay-valid", facts({ groups: [targetGroup({ problems: [given] })] }))).toHaveLength(breaches);
  });
});
