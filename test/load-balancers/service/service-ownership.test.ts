import { describe, expect, test } from "vitest";
import { readService } from "#kubernetes/objects/read-service.ts";
import { classOf, evidenceOfOwner, serviceOwner } from "#load-balancers/service/service-ownership.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { type Raw, rawBinding } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const read = (metadata: Raw, spec: Raw = { type: "LoadBalancer" }) => {
  const service = readService({ metadata: { namespace: "shop", name: "web", ...metadata }, spec });
  if (service === undefined) throw new Error("a Service was expected");
  return service;
};

describe("what shows who acts on a Service", () => {
  const labelled = (name: string, prefix: string) =>
    rawBinding(name, { labels: { [`${prefix}/stack-namespace`]: "shop", [`${prefix}/stack-name`]: "web" } });
  const mine = rawBinding("mine");
  const ofIngress = labelled("of-ingress", "ingress.k8s.aws");
  const ofService = labelled("of-service", "service.k8s.aws");
  const ofAutoMode = { ...labelled("of-auto", "service.eks.amazonaws.com"), apiVersion: "eks.amazonaws.com/v1" };

  test.each<[string, readonly string[], readonly Raw[], string | undefined]>([
    ["nothing", [], [], undefined],
    ["another finalizer", ["example.com/x"], [], undefined],
    [
      "the finalizer of the controller",
      ["example.com/x", "service.k8s.aws/resources"],
      [ofService],
      "finalizer service.k8s.aws/resources of the AWS Load Balancer Controller",
    ],
    [
      "the finalizer of EKS Auto Mode",
      ["service.eks.amazonaws.com/resources"],
      [],
      "finalizer service.eks.amazonaws.com/resources of EKS Auto Mode",
    ],
    [
      "that of the in-tree controller",
      ["service.kubernetes.io/load-balancer-cleanup"],
      [],
      "finalizer service.kubernetes.io/load-balancer-cleanup of the in-tree controller",
    ],
    ["a binding that was made for a Service", [], [ofService], "TargetGroupBinding of-service"],
    ["one among others", [], [mine, ofIngress, ofService], "TargetGroupBinding of-service"],
    ["one of EKS Auto Mode", [], [ofAutoMode], "TargetGroupBinding of-auto"],
    ["bindings of people and of an Ingress", [], [mine, ofIngress], undefined],
  ])("%s", (_title, finalizers, bindings, evidence) => {
    expect(evidenceOfOwner(read({ finalizers }), viewOf(bindings))).toBe(evidence);
  });
});

test("an empty class is none", () => {
  const empty = { type: "LoadBalancer", loadBalancerClass: "" };
  expect(classOf(read({ uid: "1" }, empty), defaultControllerFlags)).toBeUndefined();
  expect(classOf(read({}, empty), defaultControllerFlags)).toBe("service.k8s.aws/nlb");
  expect(serviceOwner(read({ uid: "1" }, empty), defaultControllerFlags)).toBe("in-tree");
});

test.each([
  ["external", "ip", "controller"],
  ["external", "instance", "controller"],
  ["external", "", "nobody"],
  ["external", undefined, "nobody"],
  ["nlb-ip", undefined, "controller"],
  ["nlb", undefined, "in-tree"],
  [undefined, "ip", "in-tree"],
])("a stored Service without a class, of type %s with targets %s, is that of: %s", (type, targets, owner) => {
  const prefix = "service.beta.kubernetes.io/aws-load-balancer-";
  const annotations = {
    ...(type === undefined ? {} : { [`${prefix}type`]: type }),
    ...(targets === undefined ? {} : { [`${prefix}nlb-target-type`]: targets }),
  };
  expect(serviceOwner(read({ uid: "1", annotations }), defaultControllerFlags)).toBe(owner);
});
