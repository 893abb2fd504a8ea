import { describe, expect, test } from "vitest";
import { readService } from "#kubernetes/objects/read-service.ts";
import { serviceListeners } from "#load-balancers/service/service-listeners.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";

type Texts = Readonly<Record<string, string>>;

const tcp = { name: "tcp", port: 80, protocol: "TCP" };
const web = { name: "web", port: 81, protocol: "TCP" };
const udp = { name: "udp", port: 53, protocol: "UDP" };
const dns = { name: "dns", port: 53, protocol: "TCP" };
const certificate = { "ssl-cert": "arn:x" };

function listening(ports: readonly object[], annotations: Texts, flags: Partial<ControllerFlags> = {}) {
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    `service.beta.kubernetes.io/aws-load-balancer-${key}`,
    value,
  ]);
  const metadata = { namespace: "shop", name: "web", annotations: Object.fromEntries(prefixed) };
  const service = readService({ metadata, spec: { type: "LoadBalancer", ports } });
  if (service === undefined) throw new Error("a Service was expected");
  return serviceListeners(service, { ...defaultControllerFlags, ...flags });
}

/** `TLS:443 to TCP`: the listener, and the protocol of its target group. */
const shown = (ports: readonly object[], annotations: Texts, flags?: Partial<ControllerFlags>): readonly string[] => {
  const found = listening(ports, annotations, flags);
  if (!found.ok) throw new Error("listeners were expected");
  return found.value.listeners.map(
    ({ port, protocol, targetGroupProtocol }) => `${protocol}:${port.port} to ${targetGroupProtocol}`,
  );
};

describe("a Service listens", () => {
  test.each<[string, readonly object[], Texts, readonly string[]]>([
    ["as its ports say", [tcp, udp], {}, ["TCP:80 to TCP", "UDP:53 to UDP"]],
    ["for TLS on TCP with a certificate", [tcp, udp], certificate, ["TLS:80 to TCP", "UDP:53 to UDP"]],
    [
      "for TLS on the ports named by number",
      [tcp, web],
      { ...certificate, "ssl-ports": "81" },
      ["TCP:80 to TCP", "TLS:81 to TCP"],
    ],
    [
      "for TLS on the ports named by name",
      [tcp, web],
      { ...certificate, "ssl-ports": "tcp" },
      ["TLS:80 to TCP", "TCP:81 to TCP"],
    ],
    ["without TLS where no certificate is named", [tcp], { "ssl-ports": "80", "ssl-cert": " , " }, ["TCP:80 to TCP"]],
    ["with TLS to the targets", [tcp], { ...certificate, "backend-protocol": "ssl" }, ["TLS:80 to TLS"]],
    ["with plain TCP to the targets", [tcp], { ...certificate, "backend-protocol": "tcp" }, ["TLS:80 to TCP"]],
    ["with plain TCP where it does not end TLS", [tcp], { "backend-protocol": "ssl" }, ["TCP:80 to TCP"]],
    ["with QUIC on a UDP port by name", [udp, tcp], { "quic-enabled-ports": "udp" }, ["QUIC:53 to QUIC", "TCP:80 to TCP"]],
    ["with QUIC on a UDP port by number", [udp], { "quic-enabled-ports": "53" }, ["QUIC:53 to QUIC"]],
  ])("%s", (_title, ports, annotations, wanted) => {
    expect(shown(ports, annotations)).toEqual(wanted);
  });

  const merging = { "enable-tcp-udp-listener": "true" };

  test("for TCP and UDP together on one number, where that is switched on", () => {
    expect(shown([udp, dns, tcp], merging)).toEqual(["TCP_UDP:53 to TCP_UDP", "TCP:80 to TCP"]);
    expect(shown([udp, dns], {}, { enableTCPUDPListener: true })).toEqual(["TCP_UDP:53 to TCP_UDP"]);
    expect(shown([udp, dns], { "enable-tcp-udp-listener": "false" }, { enableTCPUDPListener: true })).toEqual(["UDP:53 to UDP"]);
  });

  test("without TLS for both, and with QUIC for both", () => {
    expect(shown([udp, dns], { ...merging, ...certificate })).toEqual(["TCP_UDP:53 to TCP_UDP"]);
    expect(shown([udp, dns], { ...merging, "quic-enabled-ports": "53" })).toEqual(["TCP_QUIC:53 to TCP_QUIC"]);
  });

  test("for the first of two on one number, and says which it drops", () => {
    const found = listening([udp, dns, tcp], {});
    expect(found).toMatchObject({
      ok: true,
      value: {
        listeners: [{ protocol: "UDP" }, { protocol: "TCP" }],
        problems: [
          { id: "service-ports-share-number", field: "spec.ports", details: { port: "53", used: "UDP", dropped: "TCP" } },
        ],
      },
    });
  });
});

describe("the controller refuses", () => {
  const merging = { "enable-tcp-udp-listener": "true" };
  const sctp = { name: "sctp", port: 53, protocol: "SCTP" };

  test.each<[string, readonly object[], Texts, string, Texts]>([
    [
      "TLS on a port that is not there",
      [tcp],
      { ...certificate, "ssl-ports": "80,443" },
      "service-tls-port-unused",
      { ports: "443" },
    ],
    ["QUIC on TCP", [tcp], { "quic-enabled-ports": "80" }, "service-quic-unsupported", { port: "80", protocol: "TCP" }],
    [
      "QUIC on TLS",
      [tcp],
      { ...certificate, "quic-enabled-ports": "tcp" },
      "service-quic-unsupported",
      { port: "80", protocol: "TLS" },
    ],
    [
      "three ports on one number",
      [udp, dns, sctp],
      merging,
      "service-ports-cannot-merge",
      { port: "53", reason: "3 ports have this number, at most two are allowed" },
    ],
    [
      "another protocol together with UDP",
      [udp, sctp],
      merging,
      "service-ports-cannot-merge",
      { port: "53", reason: "protocol SCTP cannot be merged" },
    ],
    [
      "one protocol twice",
      [udp, { ...udp, name: "again" }],
      merging,
      "service-ports-cannot-merge",
      { port: "53", reason: "both ports have the same protocol" },
    ],
  ])("%s", (_title, ports, annotations, id, details) => {
    expect(listening(ports, annotations)).toMatchObject({ ok: false, problem: { id, details } });
  });
});
