import { servicePrefix } from "#load-balancers/attributes/annotations.ts";
import { parseBool, parseStringSlice } from "#load-balancers/attributes/go-values.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { accept, type OrRefusal, refuse } from "./refusal.ts";
import { serviceAnnotation } from "./service-annotation.ts";

/** A port of the Service as the load balancer listens on it. */
export interface ServiceListener {
  readonly port: ServicePort;
  readonly protocol: string;
  /** Protocol of the Service's own target group. */
  readonly targetGroupProtocol: string;
}

export interface ServiceListeners {
  readonly listeners: readonly ServiceListener[];
  readonly problems: readonly Problem[];
}

export function serviceListeners(service: Service, flags: ControllerFlags): OrRefusal<ServiceListeners> {
  const tls = tlsOf(service);
  if (!tls.ok) return tls;
  const ports = listenedPorts(service, flags);
  if (!ports.ok) return ports;
  const quic = new Set(listOf(service, "quic-enabled-ports"));
  const listeners: ServiceListener[] = [];
  for (const { port, merged } of ports.value.ports) {
    const plain = plainListener(port, merged, tls.value);
    if (!quic.has(port.name) && !quic.has(String(port.port))) {
      listeners.push(plain);
      continue;
    }
    const upgraded = quicOf.get(plain.protocol);
    if (upgraded === undefined) {
      const details = { port: String(port.port), protocol: plain.protocol };
      return refuse(service, `${servicePrefix}/aws-load-balancer-quic-enabled-ports`, "service-quic-unsupported", details);
    }
    listeners.push({ port, protocol: upgraded, targetGroupProtocol: upgraded });
  }
  return accept({ listeners, problems: ports.value.problems });
}

/** What there is to say of listeners that the controller refuses as a whole: one for each port number. */
export const plainListeners = (service: Service): readonly ServiceListener[] =>
  byNumber(service).map(([port]) => ({ port, protocol: port.protocol, targetGroupProtocol: port.protocol }));

/** The ports that share a number, in the order in which the numbers first occur. */
function byNumber({ ports }: Service): readonly (readonly [ServicePort, ...ServicePort[]])[] {
  const groups = new Map<number, [ServicePort, ...ServicePort[]]>();
  for (const port of ports) {
    const group = groups.get(port.port);
    if (group === undefined) groups.set(port.port, [port]);
    else group.push(port);
  }
  return [...groups.values()];
}

const quicOf: ReadonlyMap<string, string> = new Map([
  ["UDP", "QUIC"],
  ["TCP_UDP", "TCP_QUIC"],
]);

const listOf = (service: Service, suffix: string): readonly string[] =>
  parseStringSlice(serviceAnnotation(service, suffix)?.value ?? "");

interface Tls {
  readonly terminates: (port: ServicePort) => boolean;
  readonly again: boolean;
}

/** With a certificate every TCP port is TLS, or those that `ssl-ports` names; `backend-protocol: ssl` makes it TLS to the targets, too. */
function tlsOf(service: Service): OrRefusal<Tls> {
  const named = listOf(service, "ssl-ports");
  const known = new Set(service.ports.flatMap(({ name, port }) => [name, String(port)]));
  const unused = named.filter((text) => !known.has(text));
  if (unused.length > 0) {
    return refuse(service, `${servicePrefix}/aws-load-balancer-ssl-ports`, "service-tls-port-unused", {
      ports: nameSome(unused, unused.length),
    });
  }
  const asked = new Set(named);
  const certified = listOf(service, "ssl-cert").length > 0;
  const terminates = (port: ServicePort): boolean =>
    certified && (asked.size === 0 || asked.has(port.name) || asked.has(String(port.port)));
  return accept({ terminates, again: serviceAnnotation(service, "backend-protocol")?.value === "ssl" });
}

function plainListener(port: ServicePort, merged: boolean, tls: Tls): ServiceListener {
  const protocol = merged ? "TCP_UDP" : port.protocol;
  if (protocol === "UDP" || protocol === "TCP_UDP" || !tls.terminates(port))
    return { port, protocol, targetGroupProtocol: protocol };
  return { port, protocol: "TLS", targetGroupProtocol: tls.again ? "TLS" : protocol };
}

interface ListenedPorts {
  readonly ports: readonly { readonly port: ServicePort; readonly merged: boolean }[];
  readonly problems: readonly Problem[];
}

/** One target group for each port number: of TCP and UDP together where that is switched on, else of the first alone. */
function listenedPorts(service: Service, flags: ControllerFlags): OrRefusal<ListenedPorts> {
  const merging = parseBool(serviceAnnotation(service, "enable-tcp-udp-listener")?.value ?? "") ?? flags.enableTCPUDPListener;
  const groups = byNumber(service);
  const problems: Problem[] = [];
  for (const group of groups) {
    const [first, ...others] = group;
    if (others.length === 0) continue;
    const details = { port: String(first.port) };
    const reason = merging ? notMergeable(group) : undefined;
    if (reason !== undefined) return refuse(service, "spec.ports", "service-ports-cannot-merge", { ...details, reason });
    if (merging) continue;
    const dropped = nameSome(
      others.map(({ protocol }) => protocol),
      others.length,
    );
    problems.push(
      problem("service-ports-share-number", refOf(service.meta), "spec.ports", { ...details, used: first.protocol, dropped }),
    );
  }
  const ports = groups.map(([port, ...others]) => ({ port, merged: merging && others.length > 0 }));
  return accept({ ports, problems });
}

function notMergeable(group: readonly ServicePort[]): string | undefined {
  if (group.length !== 2) return `${group.length} ports have this number, at most two are allowed`;
  const foreign = group.find(({ protocol }) => protocol !== "TCP" && protocol !== "UDP");
  if (foreign !== undefined) return `protocol ${foreign.protocol} cannot be merged`;
  return group[0]?.protocol === group[1]?.protocol ? "both ports have the same protocol" : undefined;
}
