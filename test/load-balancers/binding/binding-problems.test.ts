import { expect, test } from "vitest";
import { bindingProblems } from "#load-balancers/binding/binding-problems.ts";
import { type Raw, rawBinding, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const problemsOf = (binding: Raw): readonly unknown[] => {
  const view = viewOf([rawService("web"), binding]);
  const found = view.list("TargetGroupBinding").flatMap((each) => bindingProblems(each, view));
  expect(found.every(({ object }) => object.kind === "TargetGroupBinding")).toBe(true);
  return found.map(({ id, field, details }) => [id, field, details]);
};

const origin = { "service.k8s.aws/stack-namespace": "shop", "service.k8s.aws/stack-name": "web" };

test.each<[string, Raw, string, string, Readonly<Record<string, string>>]>([
  [
    "a Service that does not exist",
    rawBinding("b", { spec: { serviceRef: { name: "gone", port: "http" } } }),
    "binding-service-missing",
    "spec.serviceRef.name",
    { service: "gone", port: "http" },
  ],
  [
    "a port that its Service does not have",
    rawBinding("b", { spec: { serviceRef: { name: "web", port: 99 } } }),
    "binding-port-missing",
    "spec.serviceRef.port",
    { service: "web", port: "99" },
  ],
  [
    "no target type",
    rawBinding("b", { spec: { targetType: undefined } }),
    "binding-target-type-missing",
    "spec.targetType",
    { binding: "b" },
  ],
  [
    "a target type of Lambda functions",
    rawBinding("b", { spec: { targetType: "lambda" } }),
    "target-type-unknown",
    "spec.targetType",
    { value: "lambda" },
  ],
  [
    "a node selector where Pods are the targets",
    rawBinding("b", { spec: { nodeSelector: { matchLabels: { tier: "edge" } } } }),
    "binding-node-selector-with-ip",
    "spec.nodeSelector",
    { binding: "b" },
  ],
  [
    "neither a target group nor an object that it was made for",
    rawBinding("b", { spec: { targetGroupARN: undefined } }),
    "binding-target-group-missing",
    "spec.targetGroupARN",
    { binding: "b" },
  ],
  [
    "a name too long for a readiness gate",
    rawBinding("b".repeat(64)),
    "binding-name-too-long",
    "metadata.name",
    { length: "64" },
  ],
])("a binding is reported for %s, at the field that is wrong", (_title, binding, id, field, details) => {
  expect(problemsOf(binding)).toEqual([[id, field, details]]);
});

test("a binding of a Service that only redirects in DNS is reported at its reference", () => {
  const service = rawService("web", { spec: { type: "ExternalName", externalName: "example.net" } });
  const view = viewOf([service, rawBinding("b")]);
  const fields = view.list("TargetGroupBinding").flatMap((each) => bindingProblems(each, view).map(({ field }) => field));
  expect(fields).toContain("spec.serviceRef.name");
});

test.each<[string, Raw]>([
  ["of Pods", rawBinding("b")],
  ["of nodes", rawBinding("b", { spec: { targetType: "instance" } })],
  ["of some of the nodes", rawBinding("b", { spec: { targetType: "instance", nodeSelector: { matchLabels: {} } } })],
  ["with the longest name that a gate allows", rawBinding("b".repeat(63))],
  ["of nodes, which need no gate, with a longer name", rawBinding("b".repeat(64), { spec: { targetType: "instance" } })],
  [
    "that names its target group in place of the ARN",
    rawBinding("b", { spec: { targetGroupARN: undefined, targetGroupName: "tf-web" } }),
  ],
  ["that the controller has yet to fill in", rawBinding("b", { labels: origin, spec: { targetGroupARN: undefined } })],
])("a binding %s is right", (_title, binding) => {
  expect(problemsOf(binding)).toEqual([]);
});
