import { describe, expect, test } from "vitest";
import { gatewayTargetGroups } from "#load-balancers/gateway/gateway-target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import {
  alb,
  ask,
  gateway,
  gatewayClass,
  groupConfiguration,
  ip,
  listener,
  object,
  route,
  type Spec,
  toWeb,
  web,
} from "../../support/gateway-manifests.ts";
import { viewOf } from "../../support/view.ts";

const announced = (delay: string): Spec => ({ annotations: { "outlive.dev/next-deregistration-delay": delay } });

describe("a delay that is announced counts wherever it is written", () => {
  const service = (metadata: Spec = {}) =>
    object("Service", "web", { ports: [{ name: "http", port: 80, targetPort: 8080 }] }, metadata);
  const configuration = {
    ...(groupConfiguration("web") as object),
    metadata: { namespace: "web", name: "web", ...announced("60") },
  };

  test.each<[string, readonly unknown[]]>([
    ["on the route", [web, ip, ...alb, route("HTTPRoute", "web", toWeb, {}, announced("60"))]],
    [
      "on the Gateway",
      [web, ip, gatewayClass("alb"), gateway([listener("HTTP", 80)], {}, announced("60")), route("HTTPRoute", "web")],
    ],
    ["on the Service", [service(announced("60")), ip, ...alb, route("HTTPRoute", "web")]],
    ["on the configuration of the target group", [web, configuration, ...alb, route("HTTPRoute", "web")]],
  ])("%s", (_title, objects) => {
    expect(ask(objects).made.map(({ nextDeregistrationDelay }) => nextDeregistrationDelay?.value)).toEqual([60]);
  });

  test("and is none where nobody announces one", () => {
    expect(ask([web, ip, ...alb, route("HTTPRoute", "web")]).made.map((made) => made.nextDeregistrationDelay)).toEqual([
      undefined,
    ]);
  });
});

test("the delay is changed in the configuration of the Service, where other attributes stay", () => {
  const attributes = [{ key: "stickiness.enabled", value: "true" }];
  const configured = groupConfiguration("web", { targetGroupAttributes: attributes });
  expect(ask([web, configured, ...alb, route("HTTPRoute", "web")]).made[0]?.delaySetting).toEqual({
    object: { apiVersion: "gateway.k8s.aws/v1", kind: "TargetGroupConfiguration", namespace: "web", name: "web" },
    field: "spec.defaultConfiguration.targetGroupAttributes",
    form: "list",
    attributes: { "stickiness.enabled": "true" },
  });
});

test("annotations that are ignored are not spoken of where the delay is set as it should be", () => {
  const annotations = { "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=15" };
  const service = object("Service", "web", { ports: [{ port: 80 }] }, { annotations });
  const set = { targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "15" }] };
  const of = (props: Spec) =>
    ask([service, groupConfiguration("web", props), ...alb, route("HTTPRoute", "web")]).problems.map(({ id }) => id);
  expect(of({})).toEqual(["gateway-annotation-ignored"]);
  expect(of(set)).toEqual([]);
});

describe("the name of a target group", () => {
  const named = (targetPort: string, version: string) => {
    const service = object("Service", "web", { ports: [{ port: 80, targetPort }] }, { uid: "s" });
    const objects = [
      service,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], {}, { uid: "g" }),
      route("HTTPRoute", "web", toWeb, {}, { uid: "r" }),
    ];
    const view = viewOf(objects);
    const { targetGroups } = gatewayTargetGroups(view.list("Service"), view, {
      ...defaultControllerFlags,
      clusterName: "edge",
      version,
    });
    return targetGroups[0]?.targetGroup.binding;
  };

  test("is made from the name of a port after v3.5.0, and was the same for all before", () => {
    expect(named("http", "v3.5.0")).toMatch(/^k8s-web-/);
    expect(named("http", "v3.5.0")).toBe(named("grpc", "v3.5.0"));
    expect(named("http", "v3.5.1")).not.toBe(named("grpc", "v3.5.1"));
  });
});

describe("a control port", () => {
  const idsFor = (props: Spec, protocol = "HTTP") =>
    ask([
      object("Service", "web", { type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] }),
      groupConfiguration("web", { targetControlPort: 3000, ...props }),
      gatewayClass("alb"),
      gateway([listener(protocol, 80)]),
      route("HTTPRoute", "web"),
    ]).problems.map(({ id, details }) => [id, details["reason"]]);

  test.each(["HTTP", "HTTPS"])("is there for Pods that speak %s", (protocol) => {
    expect(idsFor({ protocol })).toEqual([]);
  });

  test("is refused for nodes", () => {
    expect(idsFor({ targetType: "instance" })).toContainEqual([
      "gateway-target-control-port-unsupported",
      "its target type is instance",
    ]);
  });
});
