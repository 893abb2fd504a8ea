import { describe, expect, test } from "vitest";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import {
  alb,
  ask,
  gateway,
  gatewayClass,
  groupConfiguration,
  ids,
  ip,
  listener,
  object,
  route,
  type Spec,
  toWeb,
  web,
} from "../../support/gateway-manifests.ts";
import { goldenLines, groupLine, problemLine } from "../../support/golden-lines.ts";
import { viewOf } from "../../support/view.ts";

const golden = goldenLines(new URL("gateway-problems.golden.yaml", import.meta.url));

describe("what the controller refuses, or goes on without", () => {
  const configured = (of: "class" | "gateway", spec: Spec): readonly unknown[] => [
    gatewayClass("alb", of === "class" ? { parametersRef: { name: "lb", namespace: "web" } } : {}),
    gateway([listener("HTTP", 80)], of === "gateway" ? { infrastructure: { parametersRef: { name: "lb" } } } : {}),
    object("LoadBalancerConfiguration", "lb", spec),
    route("HTTPRoute", "web"),
  ];
  const props = (defaultConfiguration: Spec): unknown => groupConfiguration("web", defaultConfiguration);
  test.each([
    [
      "a weight of 1000",
      [ip, ...alb, route("HTTPRoute", "web", [{ name: "web", port: 80, weight: 1000 }])],
      0,
      ["gateway-reconcile-blocked", "gateway-weight-too-large"],
    ],
    [
      "instance targets of a ClusterIP Service",
      [...alb, route("HTTPRoute", "web")],
      0,
      ["gateway-reconcile-blocked", "node-port-missing"],
    ],
    ["a backend without a port", [ip, ...alb, route("HTTPRoute", "web", [{ name: "web" }])], 0, ["gateway-backend-port-missing"]],
    [
      "a backend of another kind",
      [ip, ...alb, route("HTTPRoute", "web", [{ name: "web", kind: "Bucket" }, ...toWeb])],
      1,
      ["gateway-backend-kind-unsupported"],
    ],
    [
      "a missing Service beside a good one",
      [ip, ...alb, route("HTTPRoute", "web", [{ name: "gone", port: 80 }, ...toWeb])],
      1,
      ["gateway-backend-service-missing"],
    ],
    [
      "a port that the Service has not",
      [ip, ...alb, route("HTTPRoute", "web", [{ name: "web", port: 81 }])],
      0,
      ["gateway-backend-service-port-missing"],
    ],
    [
      "a target group by its name beside it",
      [ip, ...alb, route("HTTPRoute", "web", [{ name: "legacy", kind: "TargetGroupName" }, ...toWeb])],
      1,
      [],
    ],
    [
      "a protocol that an ALB has not",
      [props({ protocol: "TCP" }), ...alb, route("HTTPRoute", "web")],
      0,
      ["gateway-protocol-unsupported", "gateway-reconcile-blocked"],
    ],
    [
      "a health check port by an unknown name",
      [props({ healthCheckConfig: { healthCheckPort: "status" } }), ...alb, route("HTTPRoute", "web")],
      0,
      ["gateway-health-check-port-unresolved", "gateway-reconcile-blocked"],
    ],
    [
      "a health check interval of 1",
      [props({ healthCheckConfig: { healthCheckInterval: 1 } }), ...alb, route("HTTPRoute", "web")],
      0,
      ["gateway-reconcile-blocked", "health-check-value-invalid"],
    ],
    [
      "a delay that AWS refuses",
      [
        props({ targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "30s" }] }),
        ...alb,
        route("HTTPRoute", "web"),
      ],
      0,
      ["deregistration-delay-invalid", "gateway-reconcile-blocked"],
    ],
    [
      "an idle timeout that AWS refuses",
      [ip, ...configured("gateway", { loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "9000" }] })],
      0,
      ["attribute-value-invalid", "gateway-reconcile-blocked"],
    ],
    [
      "a missing configuration",
      [
        ip,
        ...alb.slice(0, 1),
        gateway([listener("HTTP", 80)], { infrastructure: { parametersRef: { name: "gone" } } }),
        route("HTTPRoute", "web"),
      ],
      0,
      ["gateway-configuration-missing"],
    ],
    [
      "a class configuration without a namespace",
      [ip, gatewayClass("alb", { parametersRef: { name: "lb" } }), ...alb.slice(1), route("HTTPRoute", "web")],
      0,
      ["gateway-class-parameters-namespace-missing", "gateway-reconcile-blocked"],
    ],
    [
      "a missing default",
      [ip, ...configured("class", { defaultTargetGroupConfiguration: { name: "gone" } })],
      0,
      ["gateway-default-configuration-missing", "gateway-reconcile-blocked"],
    ],
    [
      "a default with a target",
      [ip, ...configured("gateway", { defaultTargetGroupConfiguration: { name: "web" } })],
      0,
      ["gateway-default-configuration-has-target", "gateway-reconcile-blocked"],
    ],
    [
      "a dry run",
      [
        ip,
        gatewayClass("alb"),
        gateway([listener("HTTP", 80)], {}, { annotations: { "gateway.k8s.aws/dry-run": "true" } }),
        route("HTTPRoute", "web"),
      ],
      0,
      ["gateway-dry-run"],
    ],
  ] as const)("%s", (title, objects, count, problems) => {
    const all = [web, ...objects];
    expect(ask(all).made).toHaveLength(count);
    expect([...ids(all)].sort()).toEqual([...problems].sort());
    const found = ask(all);
    golden(title, [...found.problems.map(problemLine), ...found.made.map(groupLine)]);
  });
});

describe("routes that stop their Gateway", () => {
  test.each([
    ["c", ["a"]],
    ["a", ["b"]],
    ["good", ["a"]],
  ])("are named to route %s one at a time: %j", (asking, named) => {
    const broken = ["a", "b", "c"].map((name) => route("HTTPRoute", name, [{ name: "web", port: 80, weight: 1000 }]));
    const view = viewOf([web, ip, ...alb, ...broken, route("HTTPRoute", "good")]);
    const asked = view.list("HTTPRoute").find(({ meta }) => meta.name === asking);
    if (asked === undefined) throw new Error(`there is no route ${asking}`);
    const stopped = routeProblems("HTTPRoute", asked, view, defaultControllerFlags).filter(
      ({ id, object: { kind } }) => id === "gateway-reconcile-blocked" && kind === "HTTPRoute",
    );
    expect(stopped.map(({ details }) => details["because"])).toEqual(named.map((name) => `HTTPRoute web/${name}`));
  });
});

describe("problems of one object", () => {
  const bad = route("HTTPRoute", "bad", [{ name: "web", port: 80, weight: 1000 }]);
  const view = viewOf([web, ip, ...alb, route("HTTPRoute", "good"), bad]);
  test("a route is told which other route stops its Gateway", () => {
    const [good] = view.list("HTTPRoute").filter(({ meta }) => meta.name === "good");
    const problems = good === undefined ? [] : routeProblems("HTTPRoute", good, view, defaultControllerFlags);
    expect(problems.map(({ id, details }) => [id, details["because"]])).toEqual([
      ["gateway-reconcile-blocked", "HTTPRoute web/bad"],
    ]);
  });

  test("a Gateway is told what is wrong with its routes", () => {
    const problems = view.list("Gateway").flatMap((found) => routeProblems("Gateway", found, view, defaultControllerFlags));
    expect(problems.map(({ id }) => id)).toEqual(["gateway-weight-too-large", "gateway-reconcile-blocked"]);
  });

  test("a configuration is told what AWS refuses, also in entries for routes", () => {
    const entry = {
      routeIdentifier: { kind: "HTTPRoute" },
      targetGroupProps: { targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "3601" }] },
    };
    const own = viewOf([
      object("TargetGroupConfiguration", "x", { targetReference: { name: "web" }, routeConfigurations: [entry] }),
    ]);
    const problems = own
      .list("TargetGroupConfiguration")
      .flatMap((found) => routeProblems("TargetGroupConfiguration", found, own, defaultControllerFlags));
    expect(problems.map(({ id, field }) => [id, field])).toEqual([
      ["deregistration-delay-invalid", "spec.routeConfigurations[0].targetGroupProps.targetGroupAttributes"],
    ]);
  });
});
