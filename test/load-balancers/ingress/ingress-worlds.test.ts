/** What follows from whole manifests with an Ingress: every part of the target groups and of the problems, in a golden file. */
import { expect, test } from "vitest";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { goldenLines, groupLine, problemLine } from "../../support/golden-lines.ts";
import {
  paramsRef,
  type Raw,
  rawBackend,
  rawBinding,
  rawClass,
  rawIngress,
  rawNamespace,
  rawParams,
  rawPath,
  rawService,
} from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const golden = goldenLines(new URL("ingress-worlds.golden.yaml", import.meta.url));

type Texts = Readonly<Record<string, string>>;
type World = readonly [name: string, documents: readonly Raw[], flags?: Partial<ControllerFlags>];

const ip: Texts = { "target-type": "ip" };
const alb = rawClass("alb");
const web = rawService("web");
const stored = rawService("web", { uid: "1" });
const nodePort = rawService("web", { spec: { type: "NodePort" } });
const ingress = (annotations: Texts, more: Parameters<typeof rawIngress>[1] = {}): Raw =>
  rawIngress("web", { annotations: { ...ip, ...annotations }, ...more });
const of = (...documents: readonly Raw[]): readonly Raw[] => [alb, web, ...documents];
const inClass = (spec: Raw, annotations: Texts = {}): readonly Raw[] => [
  rawClass("alb", { parameters: paramsRef("edge") }),
  rawParams("edge", spec),
  web,
  rawIngress("web", { annotations }),
];
const useAnnotation = { backend: { service: { name: "act", port: { name: "use-annotation" } } }, path: "/", pathType: "Prefix" };
const action = (text: string, more: Texts = {}): readonly Raw[] =>
  of(ingress({ "actions.act": text, ...more }, { paths: [useAnnotation] }));
const forward = (...targetGroups: readonly object[]): string =>
  JSON.stringify({ type: "forward", forwardConfig: { targetGroups } });
const delay = "deregistration_delay.timeout_seconds";
const auto = rawClass("alb", { controller: "eks.amazonaws.com/alb" });

const worlds: readonly World[] = [
  ["one of everything", of(ingress({ "target-group-attributes": `${delay}=35,stickiness.enabled=true` }))],
  ["with a name that is predicted", [alb, stored, ingress({})], { clusterName: "edge" }],
  [
    "instance targets with a node port",
    [
      alb,
      rawService("web", { spec: { type: "NodePort", ports: [{ port: 80, nodePort: 30080, name: "http" }] }, uid: "1" }),
      rawIngress("web"),
    ],
    { clusterName: "edge" },
  ],
  ["instance targets without one", of(rawIngress("web"))],
  ["instance targets of nodes with labels", [alb, nodePort, rawIngress("web", { annotations: { "target-node-labels": "a" } })]],
  ["ip targets where they are switched off", of(ingress({})), { enableIPTargetType: false }],
  ["targets of a kind that nobody knows", of(ingress({ "target-type": "pod" }))],
  [
    "targets as the Service has them",
    [alb, rawService("web", { annotations: { "alb.ingress.kubernetes.io/target-type": "ip" } }), rawIngress("web")],
  ],
  ["targets as the default has them", of(rawIngress("web")), { defaultTargetType: "ip" }],
  ["targets as the class has them", inClass({ targetType: "ip" })],
  ["targets as the class has them, whatever the annotation", inClass({ targetType: "ip" }, { "target-type": "instance" })],
  ["targets as the class and the annotation have them", inClass({ targetType: "ip" }, ip)],
  ["a protocol that nobody knows", of(ingress({ "backend-protocol": "TCP" }))],
  ["a protocol and its version", of(ingress({ "backend-protocol": "HTTPS", "backend-protocol-version": "GRPC" }))],
  ["attributes that cannot be read", of(ingress({ "target-group-attributes": "a" }))],
  ["attributes that older versions read otherwise", of(ingress({ "target-group-attributes": `${delay}=35,` }))],
  ["attributes that older versions refuse", of(ingress({ "target-group-attributes": `${delay}=3\\,5` }))],
  ["a delay that AWS refuses", of(ingress({ "target-group-attributes": `${delay}=3601` }))],
  [
    "a health check of its own",
    of(
      ingress({
        "healthcheck-port": "http",
        "healthcheck-protocol": "HTTPS",
        "healthcheck-path": "/x",
        "success-codes": "200-299",
        "healthcheck-interval-seconds": "20",
        "healthcheck-timeout-seconds": "4",
        "healthy-threshold-count": "3",
        "unhealthy-threshold-count": "4",
      }),
    ),
  ],
  [
    "a health check that AWS refuses",
    of(
      ingress({
        "healthcheck-interval-seconds": "4",
        "healthcheck-timeout-seconds": "x",
        "healthcheck-port": "nowhere",
        "healthcheck-protocol": "TCP",
      }),
    ),
  ],
  ["a health check of gRPC", of(ingress({ "backend-protocol-version": "GRPC" }))],
  [
    "an annotation that the Service hides",
    [
      alb,
      rawService("web", { annotations: { "alb.ingress.kubernetes.io/healthcheck-path": "/b" } }),
      ingress({ "healthcheck-path": "/a" }),
    ],
  ],
  ["an announced delay", of(ingress({ "outlive.dev/next-deregistration-delay": "2m" }))],
  ["a target control port", of(ingress({ "target-control-port.web.80": "3000" }))],

  ["a class that is missing", [web, ingress({})]],
  ["a class of another controller", [rawClass("alb", { controller: "example.com/x" }), web, ingress({})]],
  ["parameters that are missing", [rawClass("alb", { parameters: paramsRef("gone") }), web, ingress({})]],
  [
    "parameters of a kind that nobody reads",
    [rawClass("alb", { parameters: { apiGroup: "", kind: "ConfigMap", name: "x" } }), web, ingress({})],
  ],
  ["parameters of another group", [rawClass("alb", { parameters: paramsRef("edge", "example.com") }), web, ingress({})]],
  ["parameters for other namespaces", [rawNamespace("shop"), ...inClass({ namespaceSelector: { matchLabels: { a: "b" } } }, ip)]],
  [
    "parameters for this namespace",
    [rawNamespace("shop", { a: "b" }), ...inClass({ namespaceSelector: { matchLabels: { a: "b" } } }, ip)],
  ],
  [
    "the annotation in place of a class",
    of(rawIngress("web", { annotations: { ...ip, "kubernetes.io/ingress.class": "alb" }, className: "" })),
  ],
  [
    "the annotation of another controller",
    of(rawIngress("web", { annotations: { ...ip, "kubernetes.io/ingress.class": "nginx" }, className: "" })),
  ],
  [
    "the annotation beside a class with parameters",
    [...inClass({}).slice(0, 3), ingress({ "kubernetes.io/ingress.class": "alb" })],
  ],
  ["the annotation that differs from the class", of(ingress({ "kubernetes.io/ingress.class": "nginx" }))],
  ["no class, and one that is the default", [rawClass("alb", { isDefault: true }), web, ingress({}, { className: "" })]],
  [
    "no class, and two that are the default",
    [
      rawClass("a", { isDefault: true }),
      rawClass("b", { isDefault: true, controller: "example.com/x" }),
      web,
      ingress({}, { className: "" }),
    ],
  ],
  [
    "no class, and two of others that are the default",
    [
      rawClass("a", { isDefault: true, controller: "example.com/y" }),
      rawClass("b", { isDefault: true, controller: "example.com/x" }),
      web,
      ingress({}, { className: "" }),
    ],
  ],
  ["no class, and none that is the default", of(ingress({}, { className: "" }))],
  ["no class where every Ingress counts", of(ingress({}, { className: "" })), { ingressClass: "" }],
  ["EKS Auto Mode", [auto, stored, ingress({})], { clusterName: "edge" }],
  ["EKS Auto Mode with what it does not read", [auto, web, ingress({ "group.name": "x", "kubernetes.io/ingress.class": "alb" })]],
  [
    "EKS Auto Mode with a group of the class",
    [
      rawClass("alb", { controller: "eks.amazonaws.com/alb", parameters: paramsRef("edge", "eks.amazonaws.com") }),
      rawParams("edge", { group: { name: "front" } }, "eks.amazonaws.com/v1"),
      web,
      ingress({}),
    ],
  ],
  [
    "an Ingress that is being deleted",
    of({
      ...ingress({}),
      metadata: { ...(ingress({})["metadata"] as object), deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["x"] },
    }),
  ],

  ["a group of the class, whatever the annotation", inClass({ group: { name: "front" } }, { ...ip, "group.name": "back" })],
  ["a name that no group may have", of(ingress({ "group.name": "Front" }))],
  ["a name as long as it may be", of(ingress({ "group.name": "a".repeat(63) }))],
  ["a name that is longer", of(ingress({ "group.name": "a".repeat(64) }))],
  ["an order that is no number", of(ingress({ "group.name": "front", "group.order": "first" }))],
  ["an order out of range", of(ingress({ "group.name": "front", "group.order": "1001" }))],
  [
    "two members in their order",
    of(
      rawIngress("z", {
        annotations: { ...ip, "group.name": "front", "group.order": "1", "outlive.dev/next-deregistration-delay": "20" },
      }),
      rawIngress("a", {
        annotations: { ...ip, "group.name": "front", "group.order": "2", "outlive.dev/next-deregistration-delay": "30" },
      }),
    ),
  ],
  [
    "two members of which one is at fault",
    of(
      rawIngress("a", { annotations: { ...ip, "group.name": "front" } }),
      rawIngress("b", { annotations: { ...ip, "group.name": "front", "listen-ports": "[" } }),
    ),
  ],
  [
    "two default backends",
    of(
      rawIngress("a", { annotations: { ...ip, "group.name": "front" }, spec: { defaultBackend: rawBackend("web", 80) } }),
      rawIngress("b", { annotations: { ...ip, "group.name": "front" }, spec: { defaultBackend: rawBackend("web", 80) } }),
    ),
  ],
  [
    "attributes that two members want otherwise",
    of(
      rawIngress("a", {
        annotations: { ...ip, "group.name": "front", "load-balancer-attributes": "idle_timeout.timeout_seconds=30" },
      }),
      rawIngress("b", {
        annotations: { ...ip, "group.name": "front", "load-balancer-attributes": "idle_timeout.timeout_seconds=40" },
      }),
    ),
  ],
  [
    "attributes of the load balancer that AWS refuses",
    of(ingress({ "load-balancer-attributes": "idle_timeout.timeout_seconds=0" })),
  ],
  ["attributes of the load balancer that cannot be read", of(ingress({ "load-balancer-attributes": "x" }))],

  ["a Service that is missing", [alb, ingress({}, { paths: [rawPath("gone")] }), web]],
  [
    "the same where that is not tolerated",
    [alb, ingress({}, { paths: [rawPath("gone"), rawPath("web", 80, "/a")] }), web],
    { tolerateNonExistentBackendService: false },
  ],
  ["a port that is missing", of(ingress({}, { paths: [rawPath("web", 81)] }))],
  ["a port by its name", of(ingress({}, { paths: [rawPath("web", "http")] }))],
  [
    "a Service that is a name elsewhere",
    [alb, rawService("web", { spec: { type: "ExternalName", externalName: "x" } }), ingress({})],
  ],
  [
    "a backend that is no Service",
    of(ingress({}, { paths: [{ path: "/", pathType: "Prefix", backend: { resource: { kind: "Bucket", name: "x" } } }] })),
  ],
  ["a default backend alone", of(ingress({}, { paths: [], spec: { defaultBackend: rawBackend("web", 80) } }))],
  ["an action that is missing", of(ingress({}, { paths: [useAnnotation] }))],
  [
    "a missing action where that is not tolerated",
    of(ingress({}, { paths: [useAnnotation] })),
    { tolerateNonExistentBackendAction: false },
  ],
  ["an action that is no JSON", action("{")],
  ["an action without a type", action("{}")],
  [
    "an action that forwards",
    action(forward({ serviceName: "web", servicePort: 80, weight: 1 }, { serviceName: "web", servicePort: "http", weight: 0 })),
  ],
  ["an action that forwards to a port in quotes", action(forward({ serviceName: "web", servicePort: "80" }))],
  ["an action that forwards by its short form", action('{"type":"forward","targetGroupARN":"arn"}')],
  [
    "an action that forwards with a stickiness of text",
    action(
      '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"web","servicePort":80}],"targetGroupStickinessConfig":{"enabled":true,"durationSeconds":"x"}}}',
    ),
  ],
  [
    "an action with a fixed response",
    action('{"type":"fixed-response","fixedResponseConfig":{"statusCode":"503","contentType":"text/plain","messageBody":"x"}}'),
  ],
  [
    "an action with a fixed response of numbers",
    action('{"type":"fixed-response","fixedResponseConfig":{"statusCode":"503","messageBody":1}}'),
  ],
  [
    "an action with a fixed response of another type",
    action('{"type":"fixed-response","fixedResponseConfig":{"statusCode":"503","contentType":1}}'),
  ],
  ["an action with a fixed response that is missing", action('{"type":"fixed-response"}')],
  ["an action with a fixed response without a code", action('{"type":"fixed-response","fixedResponseConfig":{}}')],
  ["an action that redirects", action('{"type":"redirect","redirectConfig":{"host":"a","statusCode":"HTTP_301"}}')],
  ["an action that redirects without a code", action('{"type":"redirect","redirectConfig":{"host":"a"}}')],
  [
    "an action that redirects to numbers",
    action('{"type":"redirect","redirectConfig":{"host":"a","path":1,"statusCode":"HTTP_301"}}'),
  ],
  ["two targets of an action in conflict", action(forward({ serviceName: "web", servicePort: 80, targetGroupARN: "arn" }))],
  [
    "a redirect that hides what is behind it",
    of(
      ingress(
        { "actions.act": '{"type":"redirect","redirectConfig":{"host":"a","statusCode":"HTTP_301"}}' },
        { paths: [{ ...useAnnotation, path: "/a" }, rawPath("web", 80, "/a")] },
      ),
    ),
  ],
  [
    "a redirect to itself that hides nothing",
    of(
      ingress(
        {
          "actions.act":
            '{"type":"redirect","redirectConfig":{"host":"#{host}","path":"/#{path}","port":"#{port}","protocol":"#{protocol}","query":"#{query}","statusCode":"HTTP_301"}}',
        },
        { paths: [{ ...useAnnotation, path: "/a" }, rawPath("web", 80, "/a")] },
      ),
    ),
  ],
  [
    "paths in the order of the controller",
    of(
      ingress(
        {},
        {
          paths: [
            rawPath("web", "nowhere", "/*", "ImplementationSpecific"),
            rawPath("web", 81, "/a"),
            rawPath("web", 82, "/abc"),
            rawPath("web", 83, "/z", "Exact"),
          ],
        },
      ),
    ),
  ],
  ["HTTP that only redirects", of(ingress({ "listen-ports": '[{"HTTP":80},{"HTTPS":443}]', "ssl-redirect": "443" }))],
  [
    "a hundred and one Services",
    [
      alb,
      ...Array.from({ length: 101 }, (_, at) => rawService(`s${at}`)),
      ingress({}, { paths: Array.from({ length: 101 }, (_, at) => rawPath(`s${at}`, 80, `/${at}`)) }),
    ],
  ],

  ["a binding that somebody made", [web, rawBinding("mine")]],
  [
    "a binding of an Ingress that is gone",
    [
      alb,
      web,
      rawBinding("kept", { labels: { "ingress.k8s.aws/stack-name": "web", "ingress.k8s.aws/stack-namespace": "shop" } }),
    ],
  ],
  [
    "a binding of an Ingress that leads elsewhere",
    [
      alb,
      web,
      rawService("other"),
      ingress({}, { paths: [rawPath("other")] }),
      rawBinding("kept", { labels: { "ingress.k8s.aws/stack-name": "web", "ingress.k8s.aws/stack-namespace": "shop" } }),
    ],
  ],
  [
    "a binding of an Ingress that is refused",
    [
      alb,
      web,
      rawService("other"),
      ingress({ "listen-ports": "[" }, { paths: [rawPath("other")] }),
      rawBinding("kept", { labels: { "ingress.k8s.aws/stack-name": "web", "ingress.k8s.aws/stack-namespace": "shop" } }),
    ],
  ],
  [
    "a binding of an Ingress of nobody's",
    [
      web,
      rawClass("alb", { controller: "example.com/x" }),
      ingress({}),
      rawBinding("kept", { labels: { "ingress.k8s.aws/stack-name": "web", "ingress.k8s.aws/stack-namespace": "shop" } }),
    ],
  ],
  [
    "a binding of an Ingress without its class",
    [
      web,
      ingress({}),
      rawBinding("kept", { labels: { "ingress.k8s.aws/stack-name": "web", "ingress.k8s.aws/stack-namespace": "shop" } }),
    ],
  ],
  ["a binding of a group that is gone", [alb, web, rawBinding("kept", { labels: { "ingress.k8s.aws/stack": "front" } })]],
  [
    "a binding of a group that leads elsewhere",
    [
      alb,
      web,
      rawService("other"),
      ingress({ "group.name": "front" }, { paths: [rawPath("other")] }),
      rawBinding("kept", { labels: { "ingress.k8s.aws/stack": "front" } }),
    ],
  ],
  [
    "a binding of a group that is refused",
    [
      alb,
      web,
      rawService("other"),
      ingress({ "group.name": "front", "listen-ports": "[" }, { paths: [rawPath("other")] }),
      rawBinding("kept", { labels: { "ingress.k8s.aws/stack": "front" } }),
    ],
  ],
  [
    "a binding of a Service that is gone",
    [web, rawBinding("kept", { labels: { "service.k8s.aws/stack-name": "gone", "service.k8s.aws/stack-namespace": "shop" } })],
  ],
  [
    "a binding of a Service that is no load balancer",
    [web, rawBinding("kept", { labels: { "service.k8s.aws/stack-name": "web", "service.k8s.aws/stack-namespace": "shop" } })],
  ],
  [
    "a binding of a Gateway that is gone",
    [
      web,
      rawBinding("kept", { labels: { "gateway.k8s.aws.alb/stack-name": "gone", "gateway.k8s.aws.alb/stack-namespace": "shop" } }),
    ],
  ],
];

const cases = worlds.map(([name, documents, flags = {}]) => ({ name, documents, flags }));

test.each(cases)("$name", ({ name, documents, flags }) => {
  const view = viewOf(documents);
  const all = { ...defaultControllerFlags, ...flags };
  const { targetGroups, problems } = targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, view, all);
  const ofRoute = view.list("Ingress").flatMap((each) => routeProblems("Ingress", each, view, all));
  golden(name, [
    ...targetGroups.map(groupLine),
    ...problems.map(problemLine),
    ...ofRoute.map((problem) => `route: ${problemLine(problem)}`),
  ]);
});

test("no world stands for two", () => {
  expect(new Set(worlds.map(([name]) => name)).size).toBe(worlds.length);
});
