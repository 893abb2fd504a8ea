import { albIdleInForce, nlbIdleInForce, sourcedAttributeProblems } from "#load-balancers/attributes/effective-attributes.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Sourced } from "#model/findings/sourced.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { BuiltGateway } from "./built-gateway.ts";
import { protocolOnPort } from "./gateway-listeners.ts";

export interface ListenerOnPort {
  readonly protocol: string;
  readonly idleTimeout: Sourced<Seconds>;
  readonly problems: readonly Problem[];
}

/** What the load balancer listens for on a port of the Gateway, with what LoadBalancerConfigurations say about it. */
export function listenerOnPort({ owned, configuration, listeners }: BuiltGateway, port: number): ListenerOnPort {
  const protocol = protocolOnPort(listeners.listeners, port);
  const settings = configuration.listeners.get(`${protocol}:${port}`.toLowerCase());
  const alb = owned.loadBalancer === "alb";
  const attributes = alb ? configuration.attributes : (settings?.attributes ?? new Map());
  const idleTimeout = alb ? albIdleInForce(attributes) : nlbIdleInForce(attributes);
  const upgraded = settings?.quic === true ? quic.get(protocol) : protocol;
  const refused =
    settings === undefined || upgraded !== undefined
      ? []
      : [problem("gateway-listener-quic-unsupported", refOf(settings.meta), `${settings.field}.quicEnabled`, { protocol })];
  return { protocol: upgraded ?? protocol, idleTimeout, problems: [...refused, ...sourcedAttributeProblems(attributes)] };
}

const quic: ReadonlyMap<string, string> = new Map([
  ["UDP", "QUIC"],
  ["TCP_UDP", "TCP_QUIC"],
]);
