import { describe, expect, test } from "vitest";
import { nlbTargetGroups, problemsAsLoadBalancer } from "#load-balancers/service/nlb-target-groups.ts";
import { printSource } from "#model/findings/sourced.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { goldenLines, groupLine, problemLine } from "../../support/golden-lines.ts";
import { viewOf } from "../../support/view.ts";

const golden = goldenLines(new URL("nlb-target-groups.golden.yaml", import.meta.url));

const prefix = "service.beta.kubernetes.io";
const tcp80 = [{ name: "tcp", port: 80, targetPort: 8080 }];

interface Asked {
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly uid?: string;
}

/** Annotation keys without their prefix; those of `actions.` have none but the common one. */
const service = ({ name = "gw", annotations = {}, spec = {}, uid }: Asked): unknown => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: {
    namespace: "web",
    name,
    uid,
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [
        `${prefix}/${key.startsWith("actions.") ? "" : "aws-load-balancer-"}${key}`,
        value,
      ]),
    ),
  },
  spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: tcp80, ...spec },
});

const ask = (asked: readonly Asked[], flags: ControllerFlags = defaultControllerFlags) => {
  const view = viewOf(asked.map(service));
  return nlbTargetGroups(view.list("Service"), view, flags);
};

const ip = { "nlb-target-type": "ip" };

describe("who makes the load balancer", () => {
  const none = { loadBalancerClass: undefined };
  test.each([
    ["a manifest without a class, mutator on", { spec: none }, {}, "instance"],
    ["a stored Service without a class, mutator on", { spec: none, uid: "1" }, {}, undefined],
    ["a manifest without a class, mutator off", { spec: none }, { serviceMutatorWebhook: false }, undefined],
    [
      "external with ip, mutator off",
      { spec: none, annotations: { type: "external", ...ip } },
      { serviceMutatorWebhook: false },
      "ip",
    ],
    [
      "another class",
      { spec: { loadBalancerClass: "metallb.io/metallb" }, annotations: { type: "external", ...ip } },
      {},
      undefined,
    ],
    ["the class of EKS Auto Mode", { spec: { loadBalancerClass: "eks.amazonaws.com/nlb" } }, {}, "ip"],
    [
      "a ClusterIP Service with external and ip",
      { spec: { type: "ClusterIP", ...none }, annotations: { type: "external", ...ip } },
      {},
      "ip",
    ],
    [
      "the same where only LoadBalancer counts",
      { spec: { type: "ClusterIP", ...none }, annotations: { type: "external", ...ip } },
      { serviceTypeLoadBalancerOnly: true },
      undefined,
    ],
  ] as const)("%s", (_title, asked, flags, targetType) => {
    const [found] = ask([asked as Asked], { ...defaultControllerFlags, ...flags }).targetGroups;
    expect(found?.targetGroup.targetType).toBe(targetType);
  });
});

describe("what is wrong", () => {
  const weighted = (targets: string): Readonly<Record<string, string>> => ({
    ...ip,
    "actions.TCP-80": `{"type":"forward","forwardConfig":{"targetGroups":${targets}}}`,
  });
  test.each([
    ["nothing", { annotations: ip }, []],
    ["target type in capitals", { annotations: { "nlb-target-type": "IP" } }, ["service-target-type-defaults-to-instance"]],
    [
      "external alone and no class",
      { annotations: { type: "external" }, spec: { loadBalancerClass: undefined }, uid: "1" },
      ["service-unmanaged"],
    ],
    [
      "attributes without an equals sign",
      { annotations: { ...ip, "target-group-attributes": "a:1" } },
      ["attributes-unparsable"],
    ],
    [
      "delay with a unit",
      { annotations: { ...ip, "target-group-attributes": "deregistration_delay.timeout_seconds=30s" } },
      ["deregistration-delay-invalid"],
    ],
    [
      "delay for a port with a unit",
      { annotations: { ...ip, "target-group-attributes.80": "deregistration_delay.timeout_seconds=30s" } },
      ["deregistration-delay-invalid"],
    ],
    [
      "preserve_client_ip that is no Go bool",
      { annotations: { ...ip, "target-group-attributes": "preserve_client_ip.enabled=yes" } },
      ["boolean-unparsable"],
    ],
    ["proxy protocol v2", { annotations: { ...ip, "proxy-protocol": "v2" } }, ["service-proxy-protocol-invalid"]],
    [
      "proxy protocol for a port name",
      { annotations: { ...ip, "proxy-protocol-per-target-group": "http" } },
      ["service-proxy-protocol-port-invalid"],
    ],
    ["health check protocol UDP", { annotations: { ...ip, "healthcheck-protocol": "UDP" } }, ["health-check-value-invalid"]],
    ["health check interval with a unit", { annotations: { ...ip, "healthcheck-interval": "10s" } }, ["integer-unparsable"]],
    [
      "health check interval out of range",
      { annotations: { ...ip, "healthcheck-interval": "-1" } },
      ["health-check-value-invalid"],
    ],
    [
      "health check port by an unknown name",
      { annotations: { ...ip, "healthcheck-port": "status" } },
      ["health-check-port-unresolved"],
    ],
    [
      "listener attributes without an equals sign",
      { annotations: { ...ip, "listener-attributes.TCP-80": "x" } },
      ["attributes-unparsable"],
    ],
    [
      "idle timeout out of range",
      { annotations: { ...ip, "listener-attributes.TCP-80": "tcp.idle_timeout.seconds=10" } },
      ["attribute-value-invalid"],
    ],
    ["an ssl port that is not there", { annotations: { ...ip, "ssl-ports": "443" } }, ["service-tls-port-unused"]],
    ["QUIC on TCP", { annotations: { ...ip, "quic-enabled-ports": "80" } }, ["service-quic-unsupported"]],
    ["an action that is no JSON", { annotations: { ...ip, "actions.TCP-80": "{" } }, ["service-action-invalid"]],
    ["an action on another listener", { annotations: { ...ip, "actions.TLS-80": "{}" } }, ["service-action-unused"]],
    [
      "an action to a missing Service",
      { annotations: weighted('[{"serviceName":"gone","servicePort":80}]') },
      ["service-missing"],
    ],
    [
      "an action to a missing port",
      { annotations: weighted('[{"serviceName":"gw","servicePort":"80"}]') },
      ["service-port-missing"],
    ],
    [
      "a weight of 1000",
      { annotations: weighted('[{"serviceName":"gw","servicePort":80,"weight":1000}]') },
      ["service-action-invalid"],
    ],
    [
      "ClusterIP with instance targets",
      {
        spec: { type: "ClusterIP", loadBalancerClass: undefined },
        annotations: { type: "external", "nlb-target-type": "instance" },
      },
      ["service-cluster-ip-status-rejected", "service-cluster-ip-with-instance-targets"],
    ],
    ["no node ports for instance targets", { spec: { allocateLoadBalancerNodePorts: false } }, ["service-node-port-unallocated"]],
    [
      "a space around the equals sign",
      { annotations: { ...ip, "target-group-attributes": "stickiness.enabled = true" } },
      ["attributes-not-portable"],
    ],
    [
      "TCP and UDP on one number",
      { annotations: ip, spec: { ports: [...tcp80, { name: "udp", port: 80, protocol: "UDP" }] } },
      ["service-ports-share-number"],
    ],
    [
      "a third port on a merged number",
      { annotations: { ...ip, "enable-tcp-udp-listener": "true" }, spec: { ports: [...tcp80, ...tcp80, ...tcp80] } },
      ["service-ports-cannot-merge"],
    ],
    [
      "an announced delay that cannot be read",
      { annotations: ip, own: { "outlive.dev/next-deregistration-delay": "soon" } },
      ["duration-unparsable"],
    ],
  ] as const)("%s", (title, asked, ids) => {
    const raw = service(asked as Asked) as { metadata: { annotations: Record<string, string> } };
    if ("own" in asked) Object.assign(raw.metadata.annotations, asked.own);
    const view = viewOf([raw]);
    const problems = view.list("Service").flatMap((found) => problemsAsLoadBalancer(found, view, defaultControllerFlags));
    expect([...new Set(problems.map(({ id }) => id))]).toEqual(ids);
    expect(problems.every(({ object }) => object.name === "gw")).toBe(true);
    const { targetGroups } = nlbTargetGroups(view.list("Service"), view, { ...defaultControllerFlags, clusterName: "edge" });
    golden(title, [...problems.map(problemLine), ...targetGroups.map(({ targetGroup }) => groupLine(targetGroup))]);
  });
});

describe("what is read from where", () => {
  test("the delay of a port comes from the annotation with its number", () => {
    const annotations = {
      ...ip,
      "target-group-attributes": "deregistration_delay.timeout_seconds=60",
      "target-group-attributes.80": "deregistration_delay.timeout_seconds=77",
    };
    const [found] = ask([{ annotations }]).targetGroups;
    expect(found?.targetGroup.deregistrationDelay.value).toBe(77);
    expect(printSource(found?.targetGroup.deregistrationDelay.source ?? { from: "default" })).toBe(
      `Service web/gw ${prefix}/aws-load-balancer-target-group-attributes.80`,
    );
  });

  test("without annotations the delay is 300 and the idle timeout 350, both by default", () => {
    const [found] = ask([{ annotations: ip }]).targetGroups;
    expect(found?.targetGroup).toMatchObject({
      attributes: {},
      deregistrationDelay: { value: 300, source: { from: "default" } },
      idleTimeout: { value: 350, source: { from: "default" } },
    });
  });

  test("the idle timeout stands in the attributes of the listener, by its protocol and port", () => {
    const [found] = ask([
      {
        annotations: {
          ...ip,
          "ssl-cert": "arn:x",
          "listener-attributes.TLS-80": "tcp.idle_timeout.seconds=900",
          "listener-attributes.TCP-80": "tcp.idle_timeout.seconds=60",
        },
      },
    ]).targetGroups;
    expect(found?.targetGroup.idleTimeout?.value).toBe(900);
  });

  test("TCP and UDP on one number make one target group", () => {
    expect(
      ask([{ annotations: ip, spec: { ports: [...tcp80, { name: "udp", port: 80, protocol: "UDP" }] } }]).targetGroups,
    ).toHaveLength(1);
  });

  test("a Service behind a weighted listener is set by the annotations of the base, and found from itself alone", () => {
    const action =
      '{"Type":"forward","forwardconfig":{"baseServiceWeight":0,"targetGroups":[{"serviceName":"next","servicePort":8080,"weight":10}]}}';
    const view = viewOf([
      service({
        annotations: { ...ip, "target-group-attributes": "deregistration_delay.timeout_seconds=60", "actions.TCP-80": action },
      }),
      service({
        name: "next",
        annotations: { "nlb-target-type": "instance", "target-group-attributes": "deregistration_delay.timeout_seconds=500" },
        spec: { type: "ClusterIP", loadBalancerClass: undefined, ports: [{ port: 8080 }] },
      }),
    ]);
    const next = view.list("Service").filter(({ meta }) => meta.name === "next");
    const { targetGroups } = nlbTargetGroups(next, view, defaultControllerFlags);
    expect(
      targetGroups.map(({ targetGroup, stack }) => [
        targetGroup.service,
        targetGroup.port,
        targetGroup.targetType,
        targetGroup.deregistrationDelay.value,
        stack.name,
      ]),
    ).toEqual([["next", 8080, "ip", 60, "web/gw"]]);
  });

  test("target groups of a Service that the controller refuses are marked", () => {
    const { targetGroups } = ask([
      {
        annotations: {
          ...ip,
          "target-group-attributes": "deregistration_delay.timeout_seconds=60",
          "healthcheck-port": "status",
        },
      },
    ]);
    expect(targetGroups.map(({ refused, targetGroup }) => [refused, targetGroup.deregistrationDelay.value])).toEqual([
      [true, 60],
    ]);
  });
});
