/** What follows from whole manifests with a Gateway: every part of the target groups and of the problems, in a golden file. */
import { expect, test } from "vitest";
import { gatewayTargetGroups } from "#load-balancers/gateway/gateway-target-groups.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import {
  alb,
  gateway,
  gatewayClass,
  groupConfiguration,
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
import { viewOf } from "../../support/view.ts";

const golden = goldenLines(new URL("gateway-worlds.golden.yaml", import.meta.url));

type World = readonly [name: string, objects: readonly unknown[], flags?: Partial<ControllerFlags>];

const configured = (props: Spec, more: Spec = {}): unknown => groupConfiguration("web", props, more);
const check = (healthCheckConfig: Spec, props: Spec = {}): unknown => configured({ healthCheckConfig, ...props });
const http = route("HTTPRoute", "web");
const tcp = route("TCPRoute", "web");
const nodes = object("Service", "web", {
  type: "NodePort",
  ports: [{ name: "http", port: 80, targetPort: 8080, nodePort: 30080 }],
});
const local = object("Service", "web", {
  type: "LoadBalancer",
  externalTrafficPolicy: "Local",
  healthCheckNodePort: 31000,
  ports: [{ name: "http", port: 80, targetPort: 8080, nodePort: 30080 }],
});
const instances = configured({ targetType: "instance" });
const of = (...objects: readonly unknown[]): readonly unknown[] => [web, ip, ...alb, http, ...objects];
const listening = (kind: "alb" | "nlb", ...listeners: readonly Spec[]): readonly unknown[] => [
  web,
  ip,
  gatewayClass(kind),
  gateway(listeners),
  kind === "alb" ? http : tcp,
];
const set = (name: string, listeners: readonly Spec[], created: string, spec: Spec = {}): unknown =>
  object("ListenerSet", name, { parentRef: { name: "edge" }, listeners, ...spec }, { creationTimestamp: created });
const open = { allowedListeners: { namespaces: { from: "Same" } } };

const worlds: readonly World[] = [
  ["one of everything on an ALB", of()],
  ["one of everything on an NLB", [web, ip, ...nlb, tcp]],
  ["with names that are predicted", of(), { clusterName: "edge" }],
  ["with names that are predicted, by an older version", of(), { clusterName: "edge", version: "v3.0.0" }],
  ["instance targets with names", [nodes, instances, ...alb, http], { clusterName: "edge" }],
  ["targets of a kind that nobody knows", [web, configured({ targetType: "pod" }), ...alb, http], { clusterName: "edge" }],
  ["targets as the default has them", [web, ...alb, http], { defaultTargetType: "ip" }],
  ["a name of its own", [web, configured({ targetGroupName: "mine" }), ...alb, http], { clusterName: "edge" }],
  [
    "attributes",
    [web, configured({ targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "35" }] }), ...alb, http],
  ],
  [
    "attributes that AWS refuses",
    [web, configured({ targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "x" }] }), ...alb, http],
  ],
  [
    "a protocol of its own",
    [web, configured({ protocol: "HTTPS", protocolVersion: "HTTP2" }), ...alb, http],
    { clusterName: "edge" },
  ],
  ["a protocol of another load balancer", [web, configured({ protocol: "UDP" }), ...alb, http]],
  ["a protocol of another load balancer, on an NLB", [web, configured({ protocol: "HTTP" }), ...nlb, tcp]],
  ["a control port", [web, configured({ targetControlPort: 3000 }), ...alb, http], { clusterName: "edge" }],
  ["a control port of instances", [nodes, configured({ targetType: "instance", targetControlPort: 3000 }), ...alb, http]],
  ["a control port on an NLB", [web, configured({ targetControlPort: 3000 }), ...nlb, tcp]],
  ["gRPC", [web, ip, gatewayClass("alb"), gateway([listener("HTTPS", 443)]), route("GRPCRoute", "web")]],

  [
    "a health check of its own",
    [
      web,
      check({
        healthCheckPort: "http",
        healthCheckProtocol: "HTTPS",
        healthCheckPath: "/x",
        healthCheckInterval: 20,
        healthCheckTimeout: 4,
        healthyThresholdCount: 4,
        unhealthyThresholdCount: 5,
        matcher: { httpCode: "200" },
      }),
      ...alb,
      http,
    ],
  ],
  [
    "a health check of gRPC",
    [web, check({ matcher: { grpcCode: "0", httpCode: "200" } }, { protocolVersion: "GRPC" }), ...alb, http],
  ],
  [
    "a health check that AWS refuses",
    [
      web,
      check({
        healthCheckPort: "nowhere",
        healthCheckInterval: 4,
        healthCheckTimeout: 121,
        healthyThresholdCount: 1,
        unhealthyThresholdCount: 11,
      }),
      ...alb,
      http,
    ],
  ],
  [
    "a health check by TCP",
    [web, check({ healthCheckProtocol: "TCP", healthCheckPath: "/x", matcher: { httpCode: "200" } }), ...nlb, tcp],
  ],
  ["a health check by HTTP on an NLB", [web, check({ healthCheckProtocol: "HTTP" }), ...nlb, tcp]],
  ["a health check of another protocol", [web, check({ healthCheckProtocol: "UDP" }), ...nlb, tcp]],
  ["instances that check whether their node has a Pod", [local, instances, ...nlb, tcp]],
  ["the same behind an ALB", [local, instances, ...alb, http]],
  ["Pods of such a Service", [local, ip, ...nlb, tcp]],
  [
    "instances of such a Service with a port of their own",
    [local, check({ healthCheckPort: "9000", healthCheckProtocol: "TCP" }, { targetType: "instance" }), ...nlb, tcp],
  ],

  ["TCP on an ALB", listening("alb", listener("TCP", 80))],
  ["HTTP on an NLB", listening("nlb", listener("HTTP", 80))],
  ["no protocol", listening("alb", { name: "none", port: 80 })],
  ["port 0", listening("alb", listener("HTTP", 0))],
  ["port 65536", listening("alb", listener("HTTP", 65_536))],
  ["the first port and the last", listening("alb", listener("HTTP", 1), listener("HTTP", 65_535))],
  [
    "routes of a kind that an ALB has not",
    listening("alb", listener("HTTP", 80, { allowedRoutes: { kinds: [{ kind: "TCPRoute" }] } })),
  ],
  [
    "routes of a kind that an NLB has not",
    listening("nlb", listener("TCP", 80, { allowedRoutes: { kinds: [{ kind: "TCPRoute" }, { kind: "HTTPRoute" }] } })),
  ],
  ["two protocols on one port", listening("alb", listener("HTTP", 80), listener("HTTPS", 80))],
  ["TCP and UDP on one port", listening("nlb", listener("TCP", 80), listener("UDP", 80))],
  ["UDP and TCP on one port", listening("nlb", listener("UDP", 80), listener("TCP", 80))],
  ["TCP and TLS on one port", listening("nlb", listener("TCP", 80), listener("TLS", 80))],
  ["TLS that is passed through", listening("nlb", listener("TLS", 443, { tls: { mode: "Passthrough" } }))],
  ["TLS that ends there", listening("nlb", listener("TLS", 443, { tls: { mode: "Terminate" } }))],
  [
    "two hostnames on one port",
    listening("alb", { ...listener("HTTP", 80), hostname: "a.org" }, { ...listener("HTTP", 80), name: "b", hostname: "b.org" }),
  ],
  [
    "one hostname twice on one port",
    listening("alb", { ...listener("HTTP", 80), hostname: "a.org" }, { ...listener("HTTP", 80), name: "b", hostname: "a.org" }),
  ],
  [
    "one hostname on two ports",
    listening("alb", { ...listener("HTTP", 80), hostname: "a.org" }, { ...listener("HTTP", 81), hostname: "a.org" }),
  ],
  [
    "a ListenerSet",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], open),
      set("more", [listener("HTTP", 81)], "2026-01-01T00:00:00Z"),
      http,
    ],
  ],
  ["a ListenerSet that may not attach", [web, ip, ...alb, set("more", [listener("HTTP", 81)], "2026-01-01T00:00:00Z"), http]],
  [
    "a ListenerSet where these are switched off",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], open),
      set("more", [listener("TCP", 81)], "2026-01-01T00:00:00Z"),
      http,
    ],
    { gatewayListenerSet: false },
  ],
  [
    "a ListenerSet in conflict with the Gateway",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], open),
      set("more", [listener("HTTPS", 80)], "2026-01-01T00:00:00Z"),
      http,
    ],
  ],
  [
    "two ListenerSets of which the older holds",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], open),
      set("a", [listener("HTTPS", 81)], "2026-01-02T00:00:00Z"),
      set("b", [listener("HTTP", 81)], "2026-01-01T00:00:00Z"),
      http,
    ],
  ],
  [
    "two ListenerSets of one time of which the first by name holds",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], open),
      set("b", [listener("HTTPS", 81)], "2026-01-01T00:00:00Z"),
      set("a", [listener("HTTP", 81)], "2026-01-01T00:00:00Z"),
      http,
    ],
  ],

  ["weights that are all zero", [web, ip, ...alb, route("HTTPRoute", "web", [{ name: "web", port: 80, weight: 0 }])]],
  ["no backends", [web, ip, ...alb, route("HTTPRoute", "web", [])]],
  [
    "a rule that redirects",
    [
      web,
      ip,
      ...alb,
      route("HTTPRoute", "web", toWeb, {
        rules: [{ backendRefs: toWeb, filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }],
      }),
    ],
  ],
  [
    "two configurations of one rule",
    [
      web,
      ip,
      ...alb,
      route("HTTPRoute", "web", toWeb, {
        rules: [
          {
            backendRefs: toWeb,
            filters: [1, 2].map((at) => ({
              type: "ExtensionRef",
              extensionRef: { group: "gateway.k8s.aws", kind: "ListenerRuleConfiguration", name: `c${at}` },
            })),
          },
        ],
      }),
    ],
  ],
  [
    "two routes of an NLB, of which the older holds",
    [
      web,
      ip,
      ...nlb,
      route("TCPRoute", "b", toWeb, {}, { creationTimestamp: "2026-01-01T00:00:00Z" }),
      route("TCPRoute", "a", toWeb, {}, { creationTimestamp: "2026-01-02T00:00:00Z" }),
    ],
  ],
  ["a route to two listeners", listening("alb", listener("HTTP", 80), listener("HTTPS", 443))],
  [
    "a route to a section that is not there",
    [web, ip, ...alb, route("HTTPRoute", "web", toWeb, { parentRefs: [{ name: "edge", sectionName: "gone" }] })],
  ],
  [
    "a route to a port that is not there",
    [web, ip, ...alb, route("HTTPRoute", "web", toWeb, { parentRefs: [{ name: "edge", port: 81 }] })],
  ],
  [
    "a route to a Gateway that is not there",
    [web, ip, ...alb, route("HTTPRoute", "web", toWeb, { parentRefs: [{ name: "gone" }] })],
  ],
  [
    "a route with another hostname",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([{ ...listener("HTTP", 80), hostname: "a.org" }]),
      route("HTTPRoute", "web", toWeb, { hostnames: ["b.org"] }),
    ],
  ],
  [
    "a backend in another namespace",
    [web, ip, ...alb, route("HTTPRoute", "web", [{ name: "web", namespace: "other", port: 80 }, ...toWeb])],
  ],
  [
    "a backend with a ReferenceGrant that is missing a name",
    [
      web,
      ip,
      ...alb,
      object("ReferenceGrant", "g", {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "web" }],
        to: [{ group: "", kind: "Service" }],
      }),
      http,
    ],
  ],

  [
    "configurations of one Service twice",
    of(object("TargetGroupConfiguration", "a", { targetReference: { name: "web" }, defaultConfiguration: { targetType: "ip" } })),
  ],
  [
    "a configuration of the load balancer",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], {
        infrastructure: { parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "lb" } },
      }),
      object("LoadBalancerConfiguration", "lb", {
        loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "90" }],
      }),
      http,
    ],
  ],
  [
    "a configuration of the load balancer that AWS refuses",
    of(
      object("LoadBalancerConfiguration", "lb", {
        loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "0" }],
        listenerConfigurations: [
          { protocolPort: "TCP:80", listenerAttributes: [{ key: "tcp.idle_timeout.seconds", value: "1" }] },
        ],
      }),
    ),
  ],
  [
    "a configuration of listeners on an NLB",
    [
      web,
      ip,
      gatewayClass("nlb"),
      gateway([listener("TCP", 80)], {
        infrastructure: { parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "lb" } },
      }),
      object("LoadBalancerConfiguration", "lb", {
        listenerConfigurations: [
          { protocolPort: "TCP:80", listenerAttributes: [{ key: "tcp.idle_timeout.seconds", value: "120" }] },
        ],
      }),
      tcp,
    ],
  ],
  [
    "a configuration that is missing",
    [
      web,
      ip,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], {
        infrastructure: { parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "gone" } },
      }),
      http,
    ],
  ],
  [
    "defaults of the load balancer",
    [
      web,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], {
        infrastructure: { parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "lb" } },
      }),
      object("LoadBalancerConfiguration", "lb", { defaultTargetGroupConfiguration: { name: "d" } }),
      object("TargetGroupConfiguration", "d", {
        defaultConfiguration: { targetType: "ip", healthCheckConfig: { healthCheckPath: "/d" } },
      }),
      http,
    ],
  ],
  [
    "defaults that are of a Service",
    [
      web,
      gatewayClass("alb"),
      gateway([listener("HTTP", 80)], {
        infrastructure: { parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "lb" } },
      }),
      object("LoadBalancerConfiguration", "lb", { defaultTargetGroupConfiguration: { name: "web" } }),
      ip,
      http,
    ],
  ],
  [
    "a class of nobody's",
    [web, ip, object("GatewayClass", "lb", { controllerName: "example.com/x" }), gateway([listener("HTTP", 80)]), http],
  ],
  ["where Gateways are switched off", of(), { albGatewayAPI: false }],
  ["where Gateways of NLBs are switched off", [web, ip, ...nlb, tcp], { nlbGatewayAPI: false }],
];

const kinds = [
  "GatewayClass",
  "Gateway",
  "ListenerSet",
  "HTTPRoute",
  "GRPCRoute",
  "TCPRoute",
  "TargetGroupConfiguration",
  "LoadBalancerConfiguration",
] as const;

const cases = worlds.map(([name, objects, flags = {}]) => ({ name, objects, flags }));

test.each(cases)("$name", ({ name, objects, flags }) => {
  const view = viewOf(objects);
  const all = { ...defaultControllerFlags, ...flags };
  const { targetGroups, problems } = gatewayTargetGroups(view.list("Service"), view, all);
  const ofRoutes = kinds.flatMap((kind) => view.list(kind).flatMap((each) => routeProblems(kind, each as never, view, all)));
  golden(name, [
    ...targetGroups.map(({ refused, targetGroup }) => `${refused ? "refused " : ""}${groupLine(targetGroup)}`),
    ...problems.map(problemLine),
    ...ofRoutes.map((problem) => `route: ${problemLine(problem)}`),
  ]);
});

test("no world stands for two", () => {
  expect(new Set(worlds.map(([name]) => name)).size).toBe(worlds.length);
});
