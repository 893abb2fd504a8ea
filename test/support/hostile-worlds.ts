/** Clusters in which one tenant makes what the victim's Pod and its route lead to as costly as objects allow. */
import { type Raw, rawBinding, rawClass, rawIngress, rawPath, rawService } from "./routing.ts";

export interface HostileWorld {
  readonly name: string;
  /** Everything that is in the cluster; its size grows in proportion to `n`. The victim's Pod is labelled `app: web` in `shop`. */
  readonly of: (n: number) => readonly Raw[];
  /** An `n` that makes it about as large as the API server lets it be. */
  readonly largest: number;
}

const many = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));

const base: readonly Raw[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels: { "outlive.dev/mode": "enforce" } } },
  rawClass("alb"),
];
const grouped = { "group.name": "edge", "target-type": "ip" };
const victim = rawIngress("web", { annotations: grouped });
const tenant = "tenant";
const foreign = (name: string, annotations: Readonly<Record<string, string>>, paths: readonly Raw[] = []): Raw =>
  rawIngress(name, { namespace: tenant, annotations: { ...grouped, ...annotations }, paths });
const redirect = (config: Readonly<Record<string, string>>): string =>
  JSON.stringify({ type: "redirect", redirectConfig: { statusCode: "HTTP_301", ...config } });
const hosts = (n: number): string =>
  JSON.stringify([{ field: "host-header", hostHeaderConfig: { values: many(n, (index) => `h${index}.example.org`) } }]);
const ports = (n: number, protocol: (port: number) => string): string =>
  JSON.stringify(many(n, (index) => ({ [protocol(index)]: index + 1 })));

const ingressWorlds: readonly HostileWorld[] = [
  {
    name: "redirects with thousands of hosts in their conditions",
    largest: 500,
    of: (n) => [
      ...base,
      rawService("web"),
      rawIngress("web", {
        annotations: {
          "target-type": "ip",
          "actions.to": redirect({ host: "other.example.org" }),
          "conditions.to": hosts(10 * n),
        },
        paths: [...many(n, (index) => rawPath("to", "use-annotation", `/p${index}`, "Exact")), rawPath("web")],
      }),
    ],
  },
  {
    name: "redirects on many listeners, each with a path of its own",
    largest: 2_000,
    of: (n) => [
      ...base,
      rawService("web"),
      rawIngress("web", {
        annotations: {
          "listen-ports": ports(n, () => "HTTP"),
          ...Object.fromEntries(many(n, (index) => [`actions.r${index}`, redirect({ host: "x.example.org", port: `${index}` })])),
        },
        paths: [...many(n, (index) => rawPath(`r${index}`, "use-annotation", `/p${index}`, "Exact")), rawPath("web")],
      }),
    ],
  },
  {
    name: "members of a group that want the same ports with another protocol",
    largest: 15_000,
    of: (n) => [
      ...base,
      rawService("web"),
      victim,
      ...many(20, (index) => foreign(`t${index}`, { "listen-ports": ports(n, () => (index % 2 === 0 ? "HTTP" : "HTTPS")) })),
    ],
  },
  {
    name: "members of a group that want the same attributes with other values",
    largest: 15_000,
    of: (n) => [
      ...base,
      rawService("web"),
      victim,
      ...many(20, (index) =>
        foreign(`t${index}`, { "load-balancer-attributes": many(n, (key) => `k${key}=${index}`).join(",") }),
      ),
    ],
  },
  {
    name: "members of a group",
    largest: 2_000,
    of: (n) => [
      ...base,
      rawService("web"),
      victim,
      ...many(n, (index) => foreign(`t${index}`, { "listen-ports": '[{"HTTPS":80}]', "group.order": "x" })),
    ],
  },
  {
    name: "orphan bindings of a group with as many members",
    largest: 300,
    of: (n) => [
      ...base,
      rawService("web"),
      victim,
      ...many(n, (index) => foreign(`t${index}`, {})),
      ...many(n, (index) =>
        rawBinding(`orphan${index}`, {
          labels: { "ingress.k8s.aws/stack": "edge" },
          spec: { serviceRef: { name: "web", port: 1000 + index } },
        }),
      ),
    ],
  },
  {
    name: "paths to one Service",
    largest: 10_000,
    of: (n) => [
      ...base,
      rawService("web"),
      rawIngress("web", { annotations: { "target-type": "ip" }, paths: many(n, (index) => rawPath("web", 80, `/p${index}`)) }),
    ],
  },
  {
    name: "paths to Services that do not exist",
    largest: 10_000,
    of: (n) => [
      ...base,
      rawService("web"),
      rawIngress("web", {
        annotations: { "target-type": "ip" },
        paths: [rawPath("web"), ...many(n, (index) => rawPath(`s${index}`))],
      }),
    ],
  },
  {
    name: "paths to the ports of one Service",
    largest: 10_000,
    of: (n) => [
      ...base,
      rawService("web", { spec: { ports: many(n, (index) => ({ name: `p${index}`, port: index + 1 })) } }),
      rawIngress("web", {
        annotations: { "target-type": "ip" },
        paths: many(n, (index) => rawPath("web", n - index, `/p${index}`)),
      }),
    ],
  },
];

const object = (apiVersion: string, kind: string, name: string, spec: Raw, metadata: Raw = {}): Raw => ({
  apiVersion,
  kind,
  metadata: { namespace: "shop", name, ...metadata },
  spec,
});
const gatewayApi = "gateway.networking.k8s.io/v1";
const gateway = (loadBalancer: "alb" | "nlb", ofGateway: readonly Raw[]): readonly Raw[] => [
  object(gatewayApi, "GatewayClass", "lb", { controllerName: `gateway.k8s.aws/${loadBalancer}` }),
  object(gatewayApi, "Gateway", "edge", {
    gatewayClassName: "lb",
    listeners: ofGateway,
    allowedListeners: { namespaces: { from: "All" } },
  }),
];
const listeners = (n: number, protocol: string): readonly Raw[] =>
  many(n, (index) => ({ name: `l${index}`, protocol, port: index + 1 }));
const route = (kind: string, name: string, backendRefs: readonly Raw[], spec: Raw = {}): Raw =>
  object(gatewayApi, kind, name, { parentRefs: [{ name: "edge" }], rules: [{ backendRefs }], ...spec });
const toWeb = { name: "web", port: 80 };

const gatewayWorlds: readonly HostileWorld[] = [
  {
    name: "TCPRoutes on a Gateway of many listeners",
    largest: 400,
    of: (n) => [
      ...base,
      rawService("web"),
      ...gateway("nlb", listeners(30, "TCP")),
      ...many(n, (index) => route("TCPRoute", `r${index}`, [toWeb])),
    ],
  },
  {
    name: "HTTPRoutes of many backends",
    largest: 100,
    of: (n) => [
      ...base,
      rawService("web"),
      ...gateway("alb", listeners(60, "HTTP")),
      ...many(n, (index) =>
        route(
          "HTTPRoute",
          `r${index}`,
          many(256, (at) => ({ ...toWeb, weight: at })),
        ),
      ),
    ],
  },
  {
    name: "HTTPRoutes of many hostnames on listeners of many hostnames",
    largest: 200,
    of: (n) => [
      ...base,
      rawService("web"),
      ...gateway(
        "alb",
        many(60, (index) => ({ name: `l${index}`, protocol: "HTTP", port: 80, hostname: `*.h${index}.example.org` })),
      ),
      ...many(n, (index) => route("HTTPRoute", `r${index}`, [toWeb], { hostnames: many(16, (at) => `x${at}.example.org`) })),
    ],
  },
  {
    name: "ListenerSets",
    largest: 300,
    of: (n) => [
      ...base,
      rawService("web"),
      ...gateway("alb", listeners(1, "HTTP")),
      ...many(n, (index) =>
        object(gatewayApi, "ListenerSet", `s${index}`, { parentRef: { name: "edge" }, listeners: listeners(60, "HTTP") }),
      ),
      route("HTTPRoute", "web", [toWeb]),
    ],
  },
  {
    name: "TargetGroupConfigurations of one Service",
    largest: 1_000,
    of: (n) => [
      ...base,
      rawService("web"),
      ...gateway("alb", listeners(2, "HTTP")),
      ...many(n, (index) =>
        object("gateway.k8s.aws/v1", "TargetGroupConfiguration", `c${index}`, { targetReference: { name: "web" } }),
      ),
      route("HTTPRoute", "web", [toWeb]),
    ],
  },
];

const nlb = (annotations: Readonly<Record<string, string>>, servicePorts: readonly Raw[]): Raw =>
  rawService("web", {
    uid: "1",
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [`service.beta.kubernetes.io/${key}`, value]),
    ),
    spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: servicePorts },
  });
const servicePorts = (n: number): readonly Raw[] => many(n, (index) => ({ name: `p${index}`, port: index + 1, protocol: "TCP" }));

const serviceWorlds: readonly HostileWorld[] = [
  { name: "ports of a Service", largest: 20_000, of: (n) => [...base, nlb({}, servicePorts(n))] },
  {
    name: "ports of a Service with long annotations",
    largest: 20_000,
    of: (n) => [
      ...base,
      nlb(
        {
          "aws-load-balancer-ssl-ports": many(n, (index) => `p${index}`).join(","),
          "aws-load-balancer-ssl-cert": "arn",
          "aws-load-balancer-quic-enabled-ports": many(n, (index) => `q${index}`).join(","),
          "aws-load-balancer-target-group-attributes": many(n, (index) => `k${index}=v`).join(","),
          "aws-load-balancer-proxy-protocol-per-target-group": many(n, (index) => String(index)).join(","),
          "aws-load-balancer-healthcheck-port": "nowhere",
        },
        servicePorts(n),
      ),
    ],
  },
  {
    name: "a Service with annotations for each of its ports",
    largest: 5_000,
    of: (n) => [
      ...base,
      nlb(
        Object.fromEntries(
          many(n, (index) => [
            `actions.TCP-${index + 1}`,
            '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"web","servicePort":1}]}}',
          ]),
        ),
        servicePorts(n),
      ),
    ],
  },
  {
    name: "ports that are refused, each twice",
    largest: 20_000,
    of: (n) => [...base, nlb({ "aws-load-balancer-ssl-ports": "none" }, [...servicePorts(n), ...servicePorts(n)])],
  },
  {
    name: "bindings to ports of a Service",
    largest: 1_000,
    of: (n) => [
      ...base,
      rawService("web", { spec: { ports: servicePorts(n) } }),
      ...many(n, (index) => rawBinding(`b${index}`, { spec: { serviceRef: { name: "web", port: index + 1 } } })),
    ],
  },
  {
    name: "bindings of a Service's load balancer",
    largest: 1_000,
    of: (n) => [
      ...base,
      nlb({}, servicePorts(n)),
      ...many(n, (index) =>
        rawBinding(`b${index}`, {
          labels: { "service.k8s.aws/stack-namespace": "shop", "service.k8s.aws/stack-name": "web" },
          spec: { serviceRef: { name: "web", port: index + 1 } },
        }),
      ),
    ],
  },
];

export const hostileWorlds: readonly HostileWorld[] = [...ingressWorlds, ...gatewayWorlds, ...serviceWorlds];
