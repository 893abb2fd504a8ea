import { describe, expect, test } from "vitest";
import {
  alb,
  ask,
  gateway,
  gatewayClass,
  groupConfiguration,
  ids,
  ip,
  listener,
  nlb,
  object,
  route,
  type Spec,
  toWeb,
  web,
} from "../../support/gateway-manifests.ts";
import { goldenLines, groupLine, problemLine } from "../../support/golden-lines.ts";

const golden = goldenLines(new URL("gateway-target-groups.golden.yaml", import.meta.url));

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
      // Anybody can write such a route; its own review says that it is not permitted.
      [],
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
  ] as const)("%s", (title, objects, count, problems) => {
    const all = [web, ip, ...objects];
    expect(ask(all).made).toHaveLength(count);
    expect([...ids(all)].sort()).toEqual([...problems].sort());
    const found = ask(all);
    golden(title, [...found.problems.map(problemLine), ...found.made.map(groupLine)]);
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
    const moreIp = groupConfiguration("more");
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
    expect(found.problems.map(({ id, object: at }) => [id, at.name])).toEqual([["gateway-route-shadowed", "a-young"]]);
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
