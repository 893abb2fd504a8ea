import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { ofProblem } from "#load-balancers/derived-target-group.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { type ObjectMeta, refOf } from "#model/kubernetes/object-meta.ts";
import type { Listener, ListenerSet } from "#model/load-balancers/gateway.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type OwnedGateway, routeKindsOf } from "./gateway-ownership.ts";
import { listenerSetsMayAttach, namespaceAllowed } from "./namespace-allowed.ts";

/** A listener of the Gateway itself or of a ListenerSet that it lets attach. */
export interface AttachableListener {
  readonly listener: Listener;
  readonly meta: ObjectMeta;
  /** The controller leaves an invalid listener out; routes attach to it in name only. */
  readonly valid: boolean;
}

export interface GatewayListeners {
  readonly listeners: readonly AttachableListener[];
  readonly problems: readonly Problem[];
}

/** The Gateway's own listeners come first, then those of its ListenerSets, oldest first: of two that conflict the first holds. */
export function gatewayListeners(owned: OwnedGateway, view: ClusterView, flags: ControllerFlags): GatewayListeners {
  const { gateway } = owned;
  const sets = flags.gatewayListenerSet
    ? view.indexed("ListenerSet", "gateway", nameKey(gateway.meta.namespace, gateway.meta.name), {
        from: listenerSetsMayAttach(gateway, view),
      })
    : [];
  const accepted = sets.filter((set) => listenerSetAllowed(set, owned, view)).toSorted(oldestFirst);
  const taken = new Set(accepted);
  const sources = [gateway, ...accepted].flatMap(({ meta, listeners }) => listeners.map((listener) => ({ meta, listener })));
  const problems: Problem[] = sets.filter((set) => !taken.has(set)).map((set) => setNotAllowed(set, owned));
  const protocols = new Map<number, string>();
  const hostnames = new Set<string>();
  const listeners = sources.map(({ meta, listener }): AttachableListener => {
    const reason = ownFault(listener, owned.loadBalancer) ?? conflict(listener, protocols, hostnames);
    if (reason !== undefined) {
      problems.push(problem("gateway-listener-invalid", refOf(meta), listener.field, { listener: listener.name, reason }));
    }
    return { meta, listener, valid: reason === undefined };
  });
  view.spend(problems.length * ofProblem);
  return { listeners, problems };
}

export const listenerSetAllowed = (set: ListenerSet, { gateway }: OwnedGateway, view: ClusterView): boolean =>
  !set.meta.deleting && namespaceAllowed(gateway.allowedListeners, set.meta.namespace, gateway.meta.namespace, view);

export const setNotAllowed = (set: ListenerSet, { gateway }: OwnedGateway): Problem =>
  problem("listener-set-not-allowed", refOf(set.meta), "spec.parentRef", { gateway: gateway.meta.name });

const oldestFirst = (a: ListenerSet, b: ListenerSet): number =>
  compareText(a.meta.creationTimestamp, b.meta.creationTimestamp) ||
  compareText(nameKey(a.meta.namespace, a.meta.name), nameKey(b.meta.namespace, b.meta.name));

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const protocolsOf = { alb: ["HTTP", "HTTPS"], nlb: ["TCP", "UDP", "TLS"] } as const;

function ownFault(listener: Listener, loadBalancer: "alb" | "nlb"): string | undefined {
  const kinds: readonly string[] = routeKindsOf(loadBalancer);
  const foreign = listener.kinds.find((kind) => !kinds.includes(kind));
  if (foreign !== undefined) return `it allows routes of kind ${foreign}, which this load balancer does not support`;
  if (listener.port < 1 || listener.port > 65535) return `its port ${listener.port} does not exist`;
  const protocols: readonly string[] = protocolsOf[loadBalancer];
  return protocols.includes(listener.protocol)
    ? undefined
    : `protocol ${listener.protocol || "(none)"} is not one of ${protocols.join(", ")}`;
}

function conflict(listener: Listener, protocols: Map<number, string>, hostnames: Set<string>): string | undefined {
  const before = protocols.get(listener.port);
  protocols.set(listener.port, before ?? listener.protocol);
  const hostname = listener.hostname === undefined ? undefined : `${listener.port}-${listener.hostname}`;
  const taken = hostname !== undefined && hostnames.has(hostname);
  if (hostname !== undefined) hostnames.add(hostname);
  if (taken) return `another listener on port ${listener.port} has the hostname ${listener.hostname}`;
  if (before === undefined || before === listener.protocol || mergeable(before, listener.protocol)) return undefined;
  return `another listener on port ${listener.port} has protocol ${before}`;
}

const mergeable = (a: string, b: string): boolean => (a === "TCP" && b === "UDP") || (a === "UDP" && b === "TCP");

/** Protocol of the load balancer's listener on a port: TLS that is passed through is TCP, and TCP with UDP is TCP_UDP. */
export function protocolOnPort(listeners: readonly AttachableListener[], port: number): string {
  const protocols = listeners
    .filter(({ valid, listener }) => valid && listener.port === port)
    .map(({ listener }) => (listener.protocol === "TLS" && listener.tlsPassthrough ? "TCP" : listener.protocol));
  const distinct = [...new Set(protocols)].sort();
  return distinct.join("_");
}
