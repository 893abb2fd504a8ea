/** What follows from whole manifests with a network load balancer of a Service, in a golden file. */
import { expect, test } from "vitest";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { nlbTargetGroups } from "#load-balancers/service/nlb-target-groups.ts";
import { unmatchedSelector } from "#load-balancers/unmatched-selector.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { goldenLines, groupLine, problemLine } from "../../support/golden-lines.ts";
import { viewOf } from "../../support/view.ts";

const golden = goldenLines(new URL("service-worlds.golden.yaml", import.meta.url));

type Texts = Readonly<Record<string, string>>;
type Spec = Readonly<Record<string, unknown>>;
type World = readonly [name: string, objects: readonly unknown[], flags?: Partial<ControllerFlags>];

const prefix = "service.beta.kubernetes.io";
const tcp80 = { name: "tcp", port: 80, targetPort: 8080, nodePort: 30080 };
const udp80 = { name: "udp", port: 80, protocol: "UDP", targetPort: 8080 };

/** Keys of `actions.` have the common prefix alone, those with a slash none. */
const keyed = (annotations: Texts): Texts =>
  Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [
      key.includes("/") ? key : `${prefix}/${key.startsWith("actions.") ? "" : "aws-load-balancer-"}${key}`,
      value,
    ]),
  );

const service = (annotations: Texts, spec: Spec = {}, metadata: Spec = {}): unknown => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { namespace: "web", name: "gw", annotations: keyed(annotations), ...metadata },
  spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [tcp80], selector: { app: "gw" }, ...spec },
});

const ip: Texts = { "nlb-target-type": "ip" };
const back = service({}, { type: "ClusterIP", loadBalancerClass: undefined }, { name: "back", uid: "2" });
const forward = (targetGroups: unknown, more: Spec = {}): Texts => ({
  ...ip,
  "actions.TCP-80": JSON.stringify({ type: "forward", forwardConfig: { targetGroups, ...more } }),
});
const target = (more: Spec = {}): Spec => ({ serviceName: "back", servicePort: 80, ...more });
const noClass = { loadBalancerClass: undefined };
const cert = { ...ip, "ssl-cert": "arn" };
const deployment = (labels: Texts): unknown => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: "web", name: "gw" },
  spec: { template: { metadata: { labels }, spec: { containers: [{ name: "app" }] } } },
});

const worlds: readonly World[] = [
  [
    "one of everything",
    [service({ ...ip, "target-group-attributes": "deregistration_delay.timeout_seconds=35,stickiness.enabled=true" })],
  ],
  ["with a name that is predicted", [service(ip, {}, { uid: "1" })], { clusterName: "edge" }],
  [
    "instances with a name that is predicted",
    [service({ "healthcheck-interval": "30" }, {}, { uid: "1" })],
    { clusterName: "edge" },
  ],
  ["without a name where no cluster has one", [service(ip, {}, { uid: "1" })]],
  ["ip targets where they are switched off", [service(ip)], { enableIPTargetType: false }],
  ["instances without a node port", [service({}, { type: "ClusterIP", ports: [{ port: 80 }], ...noClass }, {}), back]],
  [
    "instances of a stored Service without a node port",
    [service({}, { ports: [{ port: 80 }] }, { uid: "1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" })],
  ],
  ["instances whose node ports nobody hands out", [service({}, { ports: [{ port: 80 }], allocateLoadBalancerNodePorts: false })]],
  ["the type of older versions", [service({ type: "nlb-ip" }, noClass, { uid: "1" })], { serviceMutatorWebhook: false }],
  ["a type that nobody knows", [service({ type: "alb", ...ip }, noClass)]],
  ["an empty type", [service({ type: "", ...ip })]],
  ["the in-tree controller", [service({ ...ip }, noClass, { uid: "1" })], { serviceMutatorWebhook: false }],
  [
    "the in-tree controller, by its finalizer",
    [service({}, noClass, { uid: "1", finalizers: ["service.kubernetes.io/load-balancer-cleanup"] })],
    { serviceMutatorWebhook: false },
  ],
  [
    "the controller, by its finalizer",
    [service({}, noClass, { uid: "1", finalizers: ["service.k8s.aws/resources"] })],
    { serviceMutatorWebhook: false },
  ],
  [
    "EKS Auto Mode",
    [service({ ...ip, type: "external", "proxy-protocol": "*" }, { loadBalancerClass: "eks.amazonaws.com/nlb" }, { uid: "1" })],
    { clusterName: "edge" },
  ],
  ["an announced delay", [service({ ...ip, "outlive.dev/next-deregistration-delay": "2m" })]],

  ["TLS on every port", [service(cert)]],
  ["TLS on a port by its name", [service({ ...cert, "ssl-ports": "tcp" }, { ports: [tcp80, { name: "b", port: 81 }] })]],
  [
    "TLS on a port by its number, and to the targets",
    [service({ ...cert, "ssl-ports": "81", "backend-protocol": "ssl" }, { ports: [tcp80, { name: "b", port: 81 }] })],
  ],
  ["TLS of UDP", [service(cert, { ports: [udp80] })]],
  ["TLS on ports that are not there", [service({ ...cert, "ssl-ports": "82,x" })]],
  ["TCP and UDP on one number", [service(ip, { ports: [tcp80, udp80] })]],
  ["TCP and UDP on one number, merged", [service({ ...ip, "enable-tcp-udp-listener": "true" }, { ports: [tcp80, udp80] })]],
  ["TCP and UDP on one number, merged by a gate", [service(ip, { ports: [tcp80, udp80] })], { enableTCPUDPListener: true }],
  [
    "TCP and UDP on one number, not merged in spite of a gate",
    [service({ ...ip, "enable-tcp-udp-listener": "false" }, { ports: [tcp80, udp80] })],
    { enableTCPUDPListener: true },
  ],
  [
    "TCP and TCP on one number, merged",
    [service(ip, { ports: [tcp80, { ...tcp80, name: "b" }] })],
    { enableTCPUDPListener: true },
  ],
  [
    "TCP and SCTP on one number, merged",
    [service(ip, { ports: [tcp80, { ...tcp80, name: "b", protocol: "SCTP" }] })],
    { enableTCPUDPListener: true },
  ],
  [
    "three on one number, merged",
    [service(ip, { ports: [tcp80, udp80, { ...tcp80, name: "b" }] })],
    { enableTCPUDPListener: true },
  ],
  ["QUIC on UDP", [service({ ...ip, "quic-enabled-ports": "udp" }, { ports: [udp80] })]],
  [
    "QUIC on TCP and UDP",
    [service({ ...ip, "quic-enabled-ports": "80" }, { ports: [tcp80, udp80] })],
    { enableTCPUDPListener: true },
  ],
  ["QUIC on TCP", [service({ ...ip, "quic-enabled-ports": "80" })]],
  [
    "as many listeners as AWS makes",
    [service(ip, { ports: Array.from({ length: 50 }, (_, at) => ({ name: `p${at}`, port: at + 1 })) })],
  ],
  ["one more", [service(ip, { ports: Array.from({ length: 51 }, (_, at) => ({ name: `p${at}`, port: at + 1 })) })]],

  [
    "attributes of one port over those of all",
    [service({ ...ip, "target-group-attributes": "a=1,b=2", "target-group-attributes.80": "b=3,a=" })],
  ],
  ["attributes of another port", [service({ ...ip, "target-group-attributes.81": "b=3" })]],
  ["attributes of one port that cannot be read", [service({ ...ip, "target-group-attributes.80": "b" })]],
  ["attributes that older versions read otherwise", [service({ ...ip, "target-group-attributes": "a=1," })]],
  ["attributes that older versions refuse", [service({ ...ip, "target-group-attributes": "a=1\\,2" })]],
  ["client addresses that are kept", [service({ ...ip, "target-group-attributes": "preserve_client_ip.enabled=true" })]],
  ["client addresses by what is no boolean", [service({ ...ip, "target-group-attributes": "preserve_client_ip.enabled=yes" })]],
  [
    "the proxy protocol for all",
    [service({ ...ip, "proxy-protocol": "*", "target-group-attributes": "proxy_protocol_v2.enabled=false" })],
  ],
  ["the proxy protocol for another port", [service({ ...ip, "proxy-protocol-per-target-group": "81, " })]],
  ["the proxy protocol for this port", [service({ ...ip, "proxy-protocol-per-target-group": "81, 80" })]],
  ["the proxy protocol for what is no port", [service({ ...ip, "proxy-protocol-per-target-group": "80,http" })]],
  ["the proxy protocol of a version", [service({ ...ip, "proxy-protocol": "v2" })]],
  [
    "an attribute of the proxy protocol that is empty",
    [service({ ...ip, "target-group-attributes": "proxy_protocol_v2.enabled=" })],
  ],
  ["an idle timeout", [service({ ...ip, "listener-attributes.TCP-80": "tcp.idle_timeout.seconds=120" })]],
  ["an idle timeout of another listener", [service({ ...ip, "listener-attributes.TLS-80": "tcp.idle_timeout.seconds=120" })]],

  [
    "a health check of its own",
    [
      service({
        ...ip,
        "healthcheck-protocol": "http",
        "healthcheck-port": "8081",
        "healthcheck-path": "/x",
        "healthcheck-interval": "20",
        "healthcheck-timeout": "4",
        "healthcheck-healthy-threshold": "4",
        "healthcheck-unhealthy-threshold": "5",
        "healthcheck-success-codes": "200",
      }),
    ],
  ],
  ["a health check of nodes that have a Pod", [service({}, { externalTrafficPolicy: "Local", healthCheckNodePort: 31000 })]],
  ["a health check of nodes whose port nobody knows yet", [service({}, { externalTrafficPolicy: "Local" })]],
  ["a health check of Pods of such a Service", [service(ip, { externalTrafficPolicy: "Local", healthCheckNodePort: 31000 })]],
  [
    "a health check in an older version",
    [service({ ...ip, "healthcheck-timeout": "4", "healthcheck-interval": "20" })],
    { nlbHealthCheckAdvancedConfig: false },
  ],

  ["an action", [service(forward([target({ weight: 1 })])), back]],
  [
    "an action with a weight of the Service itself",
    [service(forward([target({ weight: 1, decrypt: true })], { baseServiceWeight: 5 })), back],
  ],
  [
    "an action that decrypts what TLS carries",
    [
      service({
        ...cert,
        "backend-protocol": "ssl",
        "actions.TLS-80": JSON.stringify({ type: "forward", forwardConfig: { targetGroups: [target({ decrypt: true })] } }),
      }),
      back,
    ],
    { clusterName: "edge" },
  ],
  ["an action to the Service itself", [service(forward([{ serviceName: "gw", servicePort: 80 }]))]],
  ["an action to a target group by its ARN", [service(forward([{ targetGroupARN: "arn", weight: 1 }])), back]],
  ["an action to a port by its name", [service(forward([target({ servicePort: "tcp" })])), back]],
  ["an action of another type", [service({ ...ip, "actions.TCP-80": '{"type":"redirect"}' })]],
  ["an action without a type", [service({ ...ip, "actions.TCP-80": "{}" })]],
  ["an action without a forward", [service({ ...ip, "actions.TCP-80": '{"type":"forward"}' })]],
  ["an action to nothing", [service(forward([{}]))]],
  ["an action to two things at once", [service(forward([target({ targetGroupARN: "arn" })])), back]],
  ["an action without a port", [service(forward([{ serviceName: "back" }])), back]],
  ["an action with a weight of 999", [service(forward([target({ weight: 999 })])), back]],
  ["an action with a weight of 1000", [service(forward([target({ weight: 1_000 })])), back]],
  ["an action with a weight of 0", [service(forward([target({ weight: 0 })])), back]],
  ["an action with a weight below 0", [service(forward([target({ weight: -1 })])), back]],
  ["an action to two without weights", [service(forward([target({ weight: 1 }), target()])), back]],
  ["an action with a flag that is text", [service(forward([target({ decrypt: "yes" })])), back]],
  ["an action with a weight that is text", [service(forward([target()], { baseServiceWeight: "x" })), back]],
  ["an action on a listener that is not there", [service({ ...ip, "actions.TCP-81": "{}" })]],

  ["a selector of a workload", [service(ip), deployment({ app: "gw" })]],
  ["a selector of no workload", [service(ip), deployment({ app: "other" })]],
  [
    "a selector of a label that is set at run time",
    [service(ip, { selector: { app: "gw", role: "leader" } }), deployment({ app: "gw" })],
  ],
  [
    "a selector of a label that another template sets",
    [
      service(ip, { selector: { app: "gw", role: "leader" } }),
      deployment({ app: "gw" }),
      {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { namespace: "web", name: "b" },
        spec: { template: { metadata: { labels: { role: "x" } }, spec: { containers: [{ name: "app" }] } } },
      },
    ],
  ],
  [
    "a selector of other values",
    [service(ip, { selector: { app: "gw", role: "leader" } }), deployment({ app: "gw", role: "other" })],
  ],
  ["no selector", [service(ip, { selector: undefined }), deployment({ app: "gw" })]],
];

const cases = worlds.map(([name, objects, flags = {}]) => ({ name, objects, flags }));

test.each(cases)("$name", ({ name, objects, flags }) => {
  const view = viewOf(objects);
  const all = { ...defaultControllerFlags, ...flags };
  const services = view.list("Service");
  const { targetGroups, problems } = nlbTargetGroups(services, view, all);
  const ofRoutes = services.flatMap((each) => routeProblems("Service", each, view, all));
  golden(name, [
    ...targetGroups.map(({ refused, targetGroup }) => `${refused ? "refused " : ""}${groupLine(targetGroup)}`).slice(0, 3),
    ...problems.map(problemLine),
    ...ofRoutes.map((problem) => `route: ${problemLine(problem)}`),
    ...services.flatMap((each) => unmatchedSelector(each, view, all)).map((problem) => `selector: ${problemLine(problem)}`),
  ]);
});

test("no world stands for two", () => {
  expect(new Set(worlds.map(([name]) => name)).size).toBe(worlds.length);
});
