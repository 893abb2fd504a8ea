import { describe, expect, test } from "vitest";
import { protocolVersionOf, targetGroupProtocol } from "#load-balancers/gateway/target-group-protocol.ts";

describe("the protocol of a target group", () => {
  test.each([
    [undefined, "alb", "HTTP", "HTTPRoute", "HTTP"],
    [undefined, "nlb", "TCP", "TCPRoute", "TCP"],
    [undefined, "nlb", "UDP", "UDPRoute", "UDP"],
    ["HTTPS", "alb", "HTTP", "HTTPRoute", "HTTPS"],
    ["TLS", "nlb", "TCP", "TCPRoute", "TLS"],
    ["TCP", "nlb", "TCP_UDP", "TCPRoute", "TCP_UDP"],
    [undefined, "nlb", "TCP_UDP", "UDPRoute", "TCP_UDP"],
    ["UDP", "nlb", "QUIC", "UDPRoute", "QUIC"],
    ["TCP", "nlb", "TCP_QUIC", "TCPRoute", "TCP_QUIC"],
  ] as const)("requested %s on a listener of an %s for %s, for a %s: %s", (requested, kind, listener, route, value) => {
    expect(targetGroupProtocol(requested, kind, listener, route)).toEqual({ ok: true, value });
  });

  test.each([
    ["TCP", "alb", "QUIC", "HTTPRoute", "HTTP, HTTPS"],
    ["HTTP", "nlb", "TCP", "TCPRoute", "TCP, TLS, UDP, TCP_UDP"],
    ["QUIC", "nlb", "UDP", "UDPRoute", "TCP, TLS, UDP, TCP_UDP"],
  ] as const)("%s is refused on an %s", (requested, kind, listener, route, accepted) => {
    expect(targetGroupProtocol(requested, kind, listener, route)).toEqual({ ok: false, value: requested, accepted });
  });
});

test.each([
  [undefined, "alb", "HTTPS", "HTTPRoute", "HTTP1"],
  [undefined, "alb", "HTTPS", "GRPCRoute", "GRPC"],
  ["HTTP2", "alb", "HTTPS", "HTTPRoute", "HTTP2"],
  ["HTTP2", "alb", "HTTPS", "GRPCRoute", "HTTP2"],
  ["HTTP2", "alb", "HTTP", "HTTPRoute", "HTTP1"],
  [undefined, "alb", "HTTP", "GRPCRoute", "HTTP1"],
  ["HTTP2", "nlb", "TLS", "TCPRoute", undefined],
] as const)("requested version %s on an %s with %s, for a %s: %s", (requested, kind, listener, route, version) => {
  expect(protocolVersionOf(requested, kind, listener, route)).toBe(version);
});
