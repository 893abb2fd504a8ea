import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { ofProblem } from "#load-balancers/derived-target-group.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { type ObjectMeta, refOf } from "#model/kubernetes/object-meta.ts";
import { type ParentRef, type Route, type RouteKind, routeKinds } from "#model/load-balancers/gateway.ts";
import type { AttachableListener, GatewayListeners } from "./gateway-listeners.ts";
import { type OwnedGateway, routeKindsOf } from "./gateway-ownership.ts";
import { gatewayRoutes } from "./gateway-routes.ts";
import { hostnamesMeet } from "./hostnames-meet.ts";
import { namespaceAllowed } from "./namespace-allowed.ts";

export interface Attachment {
  /** Ports of the listeners that take the route, ascending. */
  readonly ports: readonly number[];
  readonly problems: readonly Problem[];
}

/** Where the route hangs on the Gateway: both sides must want it. One parent that takes it is enough. */
export function attachment(route: Route, owned: OwnedGateway, { listeners }: GatewayListeners, view: ClusterView): Attachment {
  const ports = new Set<number>();
  const problems: Problem[] = [];
  view.spend(route.parents.length * listeners.length);
  for (const parent of route.parents) {
    const offered = listeners.filter(({ meta }) => refersTo(parent, meta));
    if (offered.length === 0 && !refersTo(parent, owned.gateway.meta)) continue;
    const wanted = offered.filter(({ listener }) => wants(parent, listener.name, listener.port));
    const refusals = wanted.map((candidate) => refusal(route, candidate, owned, view));
    const taken = wanted.filter((_, index) => refusals[index] === undefined);
    for (const { listener, valid } of taken) if (valid) ports.add(listener.port);
    if (taken.some(({ valid }) => valid)) continue;
    const reason = refusals.find((text) => text !== undefined) ?? notOffered(wanted);
    const details = { parent: `${parent.kind} ${parent.namespace}/${parent.name}`, reason };
    problems.push(problem("gateway-route-not-attached", refOf(route.meta), parent.field, details));
  }
  view.spend(problems.length * ofProblem);
  return { ports: [...ports].sort((a, b) => a - b), problems };
}

export const refersTo = (parent: ParentRef, meta: ObjectMeta): boolean =>
  parent.kind === meta.kind && parent.namespace === meta.namespace && parent.name === meta.name;

const wants = (parent: ParentRef, name: string, port: number): boolean =>
  (parent.sectionName === undefined || parent.sectionName === name) && (parent.port === undefined || parent.port === port);

const notOffered = (wanted: readonly AttachableListener[]): string =>
  wanted.length === 0 ? "it has no listener with this section name and port" : "the listener is invalid";

function refusal(
  route: Route,
  { listener, meta }: AttachableListener,
  owned: OwnedGateway,
  view: ClusterView,
): string | undefined {
  if (!namespaceAllowed(listener.namespaces, route.meta.namespace, meta.namespace, view)) {
    return `listener ${listener.name} does not accept routes from namespace ${route.meta.namespace} (allowedRoutes.namespaces.from: ${listener.namespaces.from})`;
  }
  const allowed: readonly string[] = listener.kinds.length === 0 ? takenByProtocol(listener.protocol) : listener.kinds;
  if (!allowed.includes(route.kind) || !routeKindsOf(owned.loadBalancer).includes(route.kind)) {
    return `listener ${listener.name} (${listener.protocol}) does not accept routes of kind ${route.kind}`;
  }
  if (gatewayRoutes[route.kind].matchesHostnames && !hostnamesMeet(route.hostnames, listener.hostname)) {
    return `no hostname of the route matches ${listener.hostname ?? "any"} of listener ${listener.name}`;
  }
  return undefined;
}

const takenByProtocol = (protocol: string): readonly RouteKind[] =>
  routeKinds.filter((kind) => gatewayRoutes[kind].listeners.includes(protocol));
