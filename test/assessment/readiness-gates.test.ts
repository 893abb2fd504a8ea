import { describe, expect, test } from "vitest";
import { gateStates, injectedGates } from "#assessment/readiness-gates.ts";
import { readPod } from "#kubernetes/objects/read-workload.ts";
import { targetGroupsOfServices } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { type Raw, rawBinding, rawClass, rawIngress, rawPath, rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";
import { vectorsOf } from "../vectors/vectors.ts";

const elb = "target-health.elbv2.k8s.aws";

describe("injects what the controller's injector does", () => {
  test.each(vectorsOf("readinessGateInject"))("%s", (_id, { input, expected }) => {
    const services = input.services.map(({ name, selector }: { name: string; selector: Raw }) =>
      rawService(name, { spec: { selector } }),
    );
    const bindings = input.tgbs.map((binding: { name: string; service: string; targetType: string }) =>
      rawBinding(binding.name, { spec: { targetType: binding.targetType, serviceRef: { name: binding.service, port: 80 } } }),
    );
    const view = viewOf([...services, ...bindings]);
    // Whether the namespace is labelled for it is asked before; unlabelled, the gates stay as they are.
    const gates = input.injectEnabled
      ? injectedGates({ namespace: "shop", labels: input.podLabels }, input.existingGates, view)
      : input.existingGates;
    expect(gates).toEqual(expected.gates);
  });

  test("in both API groups, and none twice", () => {
    const view = viewOf([
      rawService("web"),
      rawBinding("a"),
      rawBinding("a", { apiVersion: "eks.amazonaws.com/v1" }),
      rawBinding("b"),
    ]);
    expect(injectedGates({ namespace: "shop", labels: { app: "web" } }, [`${elb}/b`, "mine"], view)).toEqual([
      `${elb}/b`,
      "mine",
      `${elb}/a`,
      "target-health.eks.amazonaws.com/a",
    ]);
  });
});

describe("tells gates that can never become true", () => {
  const states = (documents: readonly Raw[], gates: readonly string[] = []) => {
    const view = viewOf(documents);
    const pod = readPod({
      kind: "Pod",
      metadata: { name: "p", namespace: "shop", labels: { app: "web" } },
      spec: { containers: [], readinessGates: gates.map((conditionType) => ({ conditionType })) },
    });
    if (pod === undefined) throw new Error("no Pod");
    const { targetGroups } = targetGroupsOfServices(view.list("Service"), view, defaultControllerFlags);
    return gateStates(pod, targetGroups, view).map(({ gate, present, impossible }) => [gate, present, impossible !== undefined]);
  };
  const deleting = { ...rawBinding("a"), metadata: { name: "a", namespace: "shop", deletionTimestamp: "2026-01-01T00:00:00Z" } };
  const shadowed = rawIngress("web", {
    annotations: {
      "target-type": "ip",
      "actions.away": '{"type":"redirect","redirectConfig":{"host":"x","statusCode":"HTTP_301"}}',
    },
    paths: [rawPath("away", "use-annotation", "/"), rawPath("web", 80, "/shop", "ImplementationSpecific")],
  });
  const labels = { "ingress.k8s.aws/stack-namespace": "shop", "ingress.k8s.aws/stack-name": "web" };
  const long = "a".repeat(64);

  test.each([
    ["a binding in order", [rawBinding("a")], [], [[`${elb}/a`, false, false]]],
    ["a binding in order whose gate is there", [rawBinding("a")], [`${elb}/a`], [[`${elb}/a`, true, false]]],
    ["a name that is too long", [rawBinding(long)], [], [[`${elb}/${long}`, false, true]]],
    ["a binding that is being deleted", [deleting], [], [[`${elb}/a`, false, true]]],
    [
      "a binding of instance targets",
      [rawBinding("a", { spec: { targetType: "instance" } })],
      [`${elb}/a`],
      [[`${elb}/a`, true, true]],
    ],
    ["a binding that is not there", [], [`${elb}/a`], [[`${elb}/a`, true, true]]],
    [
      "a gate of the controller before v2",
      [],
      ["target-health.alb.ingress.k8s.aws/a"],
      [["target-health.alb.ingress.k8s.aws/a", true, true]],
    ],
    ["a gate of somebody else", [], ["example.com/ready"], []],
    [
      "a target group that no listener leads to",
      [rawClass("alb"), shadowed, rawBinding("a", { labels })],
      [],
      [[`${elb}/a`, false, true]],
    ],
  ])("%s", (_name, documents, gates, expected) => {
    expect(states([rawService("web"), ...documents], gates)).toEqual(expected);
  });
});
