import fc from "fast-check";
import { expect, test } from "vitest";
import { gatewayTargetGroups } from "#load-balancers/gateway/gateway-target-groups.ts";
import { type RouteSourceKind, routeKinds } from "#load-balancers/route-kinds/route-kinds.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { nlbTargetGroups } from "#load-balancers/service/nlb-target-groups.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { problemText } from "#wording/problem-text.ts";
import { viewOf } from "../support/view.ts";

const kinds = Object.keys(routeKinds) as readonly RouteSourceKind[];

test.each(kinds)("the reader of %s takes any JSON", (kind) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (whole, spec) => {
      watchedKinds[kind].read(whole);
      expect(watchedKinds[kind].read({ metadata: { name: "a", namespace: "b" }, spec })?.meta.name).toBe("a");
    }),
  );
});

/** JSON in which the fields that are read are likely to occur, with values of any type. */
const field = fc.constantFrom(
  "name",
  "namespace",
  "kind",
  "port",
  "protocol",
  "listeners",
  "parentRefs",
  "parentRef",
  "rules",
  "backendRefs",
  "weight",
  "filters",
  "type",
  "hostname",
  "hostnames",
  "allowedRoutes",
  "namespaces",
  "from",
  "selector",
  "matchLabels",
  "gatewayClassName",
  "controllerName",
  "parametersRef",
  "infrastructure",
  "targetReference",
  "ports",
  "targetPort",
  "defaultConfiguration",
  "routeConfigurations",
  "healthCheckConfig",
  "healthCheckInterval",
  "targetGroupAttributes",
  "key",
  "value",
  "loadBalancerAttributes",
  "listenerConfigurations",
  "protocolPort",
  "quicEnabled",
  "defaultTargetGroupConfiguration",
  "targetType",
  "targetControlPort",
  "sectionName",
  "to",
  "loadBalancerClass",
  "externalTrafficPolicy",
);
const word = fc.constantFrom(
  "a",
  "b",
  "web",
  "HTTP",
  "TCP",
  "HTTPS",
  "UDP",
  "TLS",
  "ip",
  "instance",
  "Same",
  "All",
  "gateway.k8s.aws/alb",
  "gateway.k8s.aws/nlb",
  "LoadBalancer",
  "TCP:80",
  "__proto__",
  "",
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    word,
    fc.integer({ min: -1, max: 90 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(field, tie("value"), { maxKeys: 8 }),
  ),
})).value;

const suffix = fc.constantFrom(
  "aws-load-balancer-type",
  "aws-load-balancer-nlb-target-type",
  "aws-load-balancer-target-group-attributes",
  "aws-load-balancer-target-group-attributes.80",
  "aws-load-balancer-proxy-protocol",
  "aws-load-balancer-proxy-protocol-per-target-group",
  "aws-load-balancer-healthcheck-port",
  "aws-load-balancer-healthcheck-interval",
  "aws-load-balancer-healthcheck-protocol",
  "aws-load-balancer-listener-attributes.TCP-80",
  "aws-load-balancer-ssl-ports",
  "aws-load-balancer-quic-enabled-ports",
  "aws-load-balancer-enable-tcp-udp-listener",
  "actions.TCP-80",
);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "ip",
    "external",
    "nlb-ip",
    "80",
    "true",
    "deregistration_delay.timeout_seconds=-1",
    '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"a","servicePort":80}]}}',
  ),
  fc.json(),
);
const annotations = fc.dictionary(
  suffix.map((key) => `service.beta.kubernetes.io/${key}`),
  text,
  { maxKeys: 6 },
);

const anyObject = fc.record({
  kind: fc.constantFrom<RouteSourceKind | "Namespace">(...kinds, "Service", "Namespace"),
  name: fc.constantFrom("a", "b", "web"),
  spec: json,
  annotations,
});

test("whatever the objects hold, target groups and problems come back, and every problem has its words", () => {
  fc.assert(
    fc.property(fc.array(anyObject, { maxLength: 8 }), (objects) => {
      const documents = objects.map(({ kind, name, spec, annotations: own }) => {
        const { group, kind: written, versions, namespaced } = watchedKinds[kind];
        const apiVersion = group === "" ? versions[0] : `${group}/${versions[0]}`;
        return {
          apiVersion,
          kind: written,
          metadata: { name, annotations: own, ...(namespaced ? { namespace: "a" } : {}) },
          spec,
        };
      });
      const view = viewOf(documents);
      const flags = { ...defaultControllerFlags, clusterName: "c" };
      const services = view.list("Service");
      const found = [nlbTargetGroups(services, view, flags), gatewayTargetGroups(services, view, flags)];
      const problems = [
        ...found.flatMap((each) => each.problems),
        ...kinds.flatMap((kind) => view.list(kind).flatMap((object) => routeProblems(kind, object as never, view, flags))),
      ];
      for (const problem of problems) {
        expect(problem.object.name).not.toBe("");
        expect(Object.values(problemText(problem)).every((said) => said.length > 0)).toBe(true);
      }
      const refused = problems.some(({ severity }) => severity === "error");
      for (const each of found.flatMap(({ targetGroups }) => targetGroups)) if (each.refused) expect(refused).toBe(true);
    }),
    { numRuns: 500 },
  );
});
