import type { RouteKind } from "#model/load-balancers/gateway.ts";
import { gatewayRoutes } from "./gateway-routes.ts";

export type ProtocolReading =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly value: string; readonly accepted: string };

const accepted = { alb: ["HTTP", "HTTPS"], nlb: ["TCP", "TLS", "UDP", "TCP_UDP"] } as const;

/** Listeners that serve two protocols, or QUIC, decide it; else what was requested, else what fits the route's kind. */
export function targetGroupProtocol(
  requested: string | undefined,
  loadBalancer: "alb" | "nlb",
  listenerProtocol: string,
  kind: RouteKind,
): ProtocolReading {
  const fixed = ["TCP_UDP", "QUIC", "TCP_QUIC"].includes(listenerProtocol);
  if (loadBalancer === "nlb" && fixed) return { ok: true, value: listenerProtocol };
  if (requested === undefined) return { ok: true, value: gatewayRoutes[kind].protocol };
  const list: readonly string[] = accepted[loadBalancer];
  return list.includes(requested) ? { ok: true, value: requested } : { ok: false, value: requested, accepted: list.join(", ") };
}

/** Anything but HTTP1 needs an HTTPS listener: a GRPCRoute on plain HTTP is health-checked as HTTP1, too. */
export function protocolVersionOf(
  requested: string | undefined,
  loadBalancer: "alb" | "nlb",
  listenerProtocol: string,
  kind: RouteKind,
): string | undefined {
  if (loadBalancer === "nlb") return undefined;
  if (listenerProtocol !== "HTTPS") return "HTTP1";
  return requested ?? (kind === "GRPCRoute" ? "GRPC" : "HTTP1");
}
