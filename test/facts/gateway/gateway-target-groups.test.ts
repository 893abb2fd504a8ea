import { describe, expect, test } from "vitest";
import { gatewayProblems } from "#facts/gateway/gateway-problems.ts";
import { gatewayTargetGroups } from "#facts/gateway/gateway-target-groups.ts";
import { defaultControllerFlags } from "#model/controller-flags.ts";
import { viewOf } from "../../support/view.ts";

type Spec = Readonly<Record<string, unknown>>;

const object = (kind: string, name: string, spec: Spec, metadata: Spec = {}): Record<string, unknown> => ({
  apiVersion: kind.endsWith("Configuration")
    ? "gateway.k8s.aws/v1"
    : kind === "Service" || kind === "Namespace"
      ? "v1"
      : "gateway.networking.k8s.io/v1",
  kind,
  metadata: { namespace: "web", name, ...metadata },
  spec,
});

const gatewayClass = (kind: "alb" | "nlb", spec: Spec = {}): unknown =>
  object("GatewayClass", "lb", { controllerName: `gateway.k8s.aws/${kind}`, ...spec });
const listener = (protocol: string, port: number, more: Spec = {}): Spec => ({
  name: `${protocol.toLowerCase()}${port}`,
  protocol,
  port,
  ...more,
});
const gateway = (listeners: readonly Spec[], spec: Spec = {}, metadata: Spec = {}): unknown =>
  object("Gateway", "edge", { gatewayClassName: "lb", listeners, ...spec }, metadata);
const web = object("Service", "web", { ports: [{ name: "http", port: 80, targetPort: 8080 }] });
const ip = object("TargetGroupConfiguration", "web", {
  targetReference: { name: "web" },
  defaultConfiguration: { targetType: "ip" },
});
const toWeb = [{ name: "web", port: 80 }];
const route = (kind: string, name: string, backendRefs: readonly Spec[] = toWeb, spec: Spec = {}, metadata: Spec = {}): unknown =>
  object(kind, name, { parentRefs: [{ name: "edge" }], rules: [{ backendRefs }], ...spec }, metadata);
const alb = [gatewayClass("alb"), gateway([listener("HTTP", 80)])];
const nlb = [gatewayClass("nlb"), gateway([listener("TCP", 80)])];

const ask = (objects: readonly unknown[]) => {
  const view = viewOf(objects);
  const found = gatewayTargetGroups(view.list("Service"), view, defaultControllerFlags);
  return { ...found, made: found.targetGroups.filter(({ refused }) => !refused).map(({ targetGroup }) => targetGroup) };
};

const ids = (objects: readonly unknown[]): readonly string[] => [...new Set(ask(objects).problems.map(({ id }) => id))];

describe("what attaches", () => {
  const other = { parentRefs: [{ name: "edge", namespace: "web" }] };
  const away = { namespace: "shop" };
  const fromShop = [{ name: "web", namespace: "web", port: 80 }];
  const grant = object("ReferenceGrant", "in", {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "shop" }],
    to: [{ group: "", kind: "Service" }],
  });
  const open = (namespaces: Spec): unknown[] => [
    gatewayClass("alb"),
    gateway([listener("HTTP", 80, { allowedRoutes: { namespaces } })]),
  ];
  const set = object("ListenerSet", "more", { parentRef: { name: "edge" }, listeners: [listener("HTTP", 81)] });
  const onSet = route("HTTPRoute", "web", toWeb, { parentRefs: [{ kind: "ListenerSet", name: "more" }] });
  test.each([
    ["an HTTPRoute", [...alb, route("HTTPRoute", "web")], 1, []],
    [
      "an HTTPRoute of a class of another controller",
      [gatewayClass("alb", { controllerName: "example.net/gw" }), gateway([listener("HTTP", 80)]), route("HTTPRoute", "web")],
      0,
      [],
    ],
    ["a Gateway without its class", [gateway([listener("HTTP", 80)]), route("HTTPRoute", "web")], 0, ["gateway-class-missing"]],
    ["an HTTPRoute on a network load balancer", [...nlb, route("HTTPRoute", "web")], 0, ["gateway-route-not-attached"]],
    ["a GRPCRoute on a plain HTTP listener", [...alb, route("GRPCRoute", "web")], 0, ["gateway-route-not-attached"]],
    [
      "a GRPCRoute on an HTTP listener that names its kind",
      [
        gatewayClass("alb"),
        gateway([listener("HTTP", 80, { allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] } })]),
        route("GRPCRoute", "web"),
      ],
      1,
      [],
    ],
    ["a TCPRoute", [...nlb, route("TCPRoute", "web")], 1, []],
    ["a TCPRoute on a TLS listener", [gatewayClass("nlb"), gateway([listener("TLS", 443)]), route("TCPRoute", "web")], 1, []],
    [
      "another section name",
      [...alb, route("HTTPRoute", "web", toWeb, { parentRefs: [{ name: "edge", sectionName: "https443" }] })],
      0,
      ["gateway-route-not-attached"],
    ],
    [
      "another port",
      [...alb, route("HTTPRoute", "web", toWeb, { parentRefs: [{ name: "edge", port: 443 }] })],
      0,
      ["gateway-route-not-attached"],
    ],
    [
      "another hostname",
      [
        gatewayClass("alb"),
        gateway([listener("HTTP", 80, { hostname: "*.example.com" })]),
        route("HTTPRoute", "web", toWeb, { hostnames: ["example.net"] }),
      ],
      0,
      ["gateway-route-not-attached"],
    ],
    [
      "a hostname under the wildcard",
      [
        gatewayClass("alb"),
        gateway([listener("HTTP", 80, { hostname: "*.example.com" })]),
        route("HTTPRoute", "web", toWeb, { hostnames: ["a.example.com"] }),
      ],
      1,
      [],
    ],
    [
      "a route of another namespace",
      [...alb, grant, route("HTTPRoute", "web", fromShop, other, away)],
      0,
      ["gateway-route-not-attached"],
    ],
    [
      "the same with namespaces from All",
      [...open({ from: "All" }), grant, route("HTTPRoute", "web", fromShop, other, away)],
      1,
      [],
    ],
    [
      "the same selected by the name of its namespace",
      [
        ...open({ from: "Selector", selector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } } }),
        grant,
        route("HTTPRoute", "web", fromShop, other, away),
      ],
      1,
      [],
    ],
    [
      "the same without a grant",
      [...open({ from: "All" }), route("HTTPRoute", "web", fromShop, other, away)],
      0,
      ["gateway-backend-not-granted"],
    ],
    ["a ListenerSet where none is allowed", [...alb, set, onSet], 0, ["listener-set-not-allowed"]],
    [
      "a ListenerSet of an allowed namespace",
      [gatewayClass("alb"), gateway([listener("HTTP", 80)], { allowedListeners: { namespaces: { from: "Same" } } }), set, onSet],
      1,
      [],
    ],
    [
      "a listener of a wrong protocol",
      [gatewayClass("alb"), gateway([listener("TCP", 80)]), route("HTTPRoute", "web")],
      0,
      ["gateway-listener-invalid", "gateway-route-not-attached"],
    ],
  ] as const)("%s", (_title, objects, count, problems) => {
    const all = [web, ip, ...objects];
    expect(ask(all).made).toHaveLength(count);
    expect([...ids(all)].sort()).toEqual([...problems].sort());
  });
});

describe("what the controller refuses, or goes on without", () => {
  const configured = (of: "class" | "gateway", spec: Spec): readonly unknown[] => [
    gatewayClass("alb", of === "class" ? { parametersRef: { name: "lb", namespace: "web" } } : {}),
    gateway([listener("HTTP", 80)], of === "gateway" ? { infrastructure: { parametersRef: { name: "lb" } } } : {}),
    object("LoadBalancerConfiguration", "lb", spec),
    route("HTTPRoute", "web"),
  ];
  const props = (defaultConfiguration: Spec): unknown =>
    object("TargetGroupConfiguration", "web", {
      targetReference: { name: "web" },
      defaultConfiguration: { targetType: "ip", ...defaultConfiguration },
    });
  test.each([
    [
      "a weight of 1000",
      [ip, ...alb, route("HTTPRoute", "web", [{ name: "web", port: 80, weight: 1000 }])],
      0,
      ["gateway-stopped", "gateway-weight-too-large"],
    ],
    ["instance targets of a ClusterIP Service", [...alb, route("HTTPRoute", "web")], 0, ["gateway-stopped", "node-port-missing"]],
    ["a backend without a port", [ip, ...alb, route("HTTPRoute", "web", [{ name: "web" }])], 0, ["gateway-backend-port-missing"]],
    [
      "a backend of another kind",
      [ip, ...alb, route("HTTPRoute", "web", [{ name: "web", kind: "Bucket" }, ...toWeb])],
      1,
      ["gateway-backend-kind-unknown"],
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
      ["gateway-protocol-unsupported", "gateway-stopped"],
    ],
    [
      "a health check port by an unknown name",
      [props({ healthCheckConfig: { healthCheckPort: "status" } }), ...alb, route("HTTPRoute", "web")],
      0,
      ["gateway-health-check-port-unresolved", "gateway-stopped"],
    ],
    [
      "a health check interval of 1",
      [props({ healthCheckConfig: { healthCheckInterval: 1 } }), ...alb, route("HTTPRoute", "web")],
      0,
      ["gateway-stopped", "health-check-value-invalid"],
    ],
    [
      "a delay that AWS refuses",
      [
        props({ targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "30s" }] }),
        ...alb,
        route("HTTPRoute", "web"),
      ],
      0,
      ["deregistration-delay-invalid", "gateway-stopped"],
    ],
    [
      "an idle timeout that AWS refuses",
      [ip, ...configured("gateway", { loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "9000" }] })],
      0,
      ["attribute-value-invalid", "gateway-stopped"],
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
      ["gateway-class-parameters-namespace-missing", "gateway-stopped"],
    ],
    [
      "a missing default",
      [ip, ...configured("class", { defaultTargetGroupConfiguration: { name: "gone" } })],
      0,
      ["gateway-default-configuration-missing", "gateway-stopped"],
    ],
    [
      "a default with a target",
      [ip, ...configured("gateway", { defaultTargetGroupConfiguration: { name: "web" } })],
      0,
      ["gateway-default-configuration-has-target", "gateway-stopped"],
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
  ] as const)("%s", (_title, objects, count, problems) => {
    const all = [web, ...objects];
    expect(ask(all).made).toHaveLength(count);
    expect([...ids(all)].sort()).toEqual([...problems].sort());
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
    const stopped = gatewayProblems("HTTPRoute", asked, view, defaultControllerFlags).filter(
      ({ id, object: { kind } }) => id === "gateway-stopped" && kind === "HTTPRoute",
    );
    expect(stopped.map(({ details }) => details["because"])).toEqual(named.map((name) => `HTTPRoute web/${name}`));
  });
});

describe("what a target group is", () => {
  test("two ports of one Service with one targetPort make one target group", () => {
    const two = object("Service", "web", {
      ports: [
        { name: "a", port: 80, targetPort: 8080 },
        { name: "b", port: 81, targetPort: 8080 },
      ],
    });
    expect(
      ask([two, ip, ...alb, route("HTTPRoute", "web", [...toWeb, { name: "web", port: 81 }])]).made.map(({ port }) => port),
    ).toEqual([80]);
  });

  test.each([
    ["an ALB", "alb", [0, 0], false],
    ["an ALB with one that has weight", "alb", [0, 1], true],
    ["an NLB", "nlb", [0, 0], false],
  ] as const)("with no weight above 0 no listener of %s uses it", (_title, kind, [first, second], used) => {
    const more = object("Service", "more", { ports: [{ port: 80 }] });
    const moreIp = object("TargetGroupConfiguration", "more", {
      targetReference: { name: "more" },
      defaultConfiguration: { targetType: "ip" },
    });
    const refs = [
      { ...toWeb[0], weight: first },
      { name: "more", port: 80, weight: second },
    ];
    const found = ask([
      web,
      ip,
      more,
      moreIp,
      ...(kind === "alb" ? alb : nlb),
      route(kind === "alb" ? "HTTPRoute" : "TCPRoute", "web", refs),
    ]);
    expect(found.made.map(({ usedByListener }) => usedByListener)).toEqual([used, used]);
  });

  test("a listener of an NLB serves the oldest route, and says so to the others", () => {
    const old = { creationTimestamp: "2026-01-01T00:00:00Z" };
    const young = { creationTimestamp: "2026-02-01T00:00:00Z" };
    const more = object("Service", "more", { ports: [{ port: 80 }] });
    const found = ask([
      web,
      ip,
      more,
      ...nlb,
      route("TCPRoute", "z-old", toWeb, {}, old),
      route("TCPRoute", "a-young", [{ name: "more", port: 80 }], {}, young),
    ]);
    expect(found.made.map(({ service }) => service)).toEqual(["web"]);
    expect(found.problems.map(({ id, object: at }) => [id, at.name])).toEqual([["gateway-route-older-wins", "a-young"]]);
  });

  test("the idle timeout of an NLB stands in the configuration of its listener, in any case of letters", () => {
    const config = object("LoadBalancerConfiguration", "lb", {
      listenerConfigurations: [
        { protocolPort: "tcp:80", listenerAttributes: [{ key: "tcp.idle_timeout.seconds", value: "900" }] },
      ],
    });
    const owner = gateway([listener("TCP", 80)], { infrastructure: { parametersRef: { name: "lb" } } });
    expect(ask([web, ip, config, gatewayClass("nlb"), owner, route("TCPRoute", "web")]).made[0]?.idleTimeout?.value).toBe(900);
  });

  test.each([
    ["HTTPS", "GRPC", "/AWS.ALB/healthcheck", "12"],
    ["HTTP", "HTTP1", "/", "200-399"],
  ] as const)("a GRPCRoute on %s is checked as %s", (protocol, _version, path, matcher) => {
    const owner = gateway([listener(protocol, 443, { allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] } })]);
    expect(ask([web, ip, gatewayClass("alb"), owner, route("GRPCRoute", "web")]).made[0]?.healthCheck).toMatchObject({
      path,
      matcher,
    });
  });

  test("annotations of Ingress and Service are not read, and that is said", () => {
    const annotated = {
      ...web,
      metadata: {
        namespace: "web",
        name: "web",
        annotations: { "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=15" },
      },
    };
    const found = ask([annotated, ip, ...alb, route("HTTPRoute", "web")]);
    expect(found.made[0]?.deregistrationDelay).toEqual({ value: 300, source: { from: "default" } });
    expect(found.problems.map(({ id }) => id)).toEqual(["gateway-annotation-ignored"]);
  });
});

describe("problems of one object", () => {
  const bad = route("HTTPRoute", "bad", [{ name: "web", port: 80, weight: 1000 }]);
  const view = viewOf([web, ip, ...alb, route("HTTPRoute", "good"), bad]);
  test("a route is told which other route stops its Gateway", () => {
    const [good] = view.list("HTTPRoute").filter(({ meta }) => meta.name === "good");
    const problems = good === undefined ? [] : gatewayProblems("HTTPRoute", good, view, defaultControllerFlags);
    expect(problems.map(({ id, details }) => [id, details["because"]])).toEqual([["gateway-stopped", "HTTPRoute web/bad"]]);
  });

  test("a Gateway is told what is wrong with its routes", () => {
    const problems = view.list("Gateway").flatMap((found) => gatewayProblems("Gateway", found, view, defaultControllerFlags));
    expect(problems.map(({ id }) => id)).toEqual(["gateway-weight-too-large", "gateway-stopped"]);
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
      .flatMap((found) => gatewayProblems("TargetGroupConfiguration", found, own, defaultControllerFlags));
    expect(problems.map(({ id, field }) => [id, field])).toEqual([
      ["deregistration-delay-invalid", "spec.routeConfigurations[0].targetGroupProps.targetGroupAttributes"],
    ]);
  });
});
