import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { grouped } from "#model/grouped.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Route } from "#model/load-balancers/gateway.ts";
import type { BuiltGateway } from "./built-gateway.ts";
import { parentKey } from "./gateway-keys.ts";
import { routeKindsOf } from "./gateway-ownership.ts";
import { routesMayAttach } from "./namespace-allowed.ts";
import { attachment } from "./route-attachment.ts";

/**
 * The route that a TCP, UDP or TLS listener serves in place of this one: the oldest, by name among those of one age.
 * Undefined where this one is served, and on an ALB, which serves all.
 */
export function olderRoute(route: Route, built: BuiltGateway, port: number, view: ClusterView): Route | undefined {
  if (built.owned.loadBalancer === "alb") return undefined;
  const oldest = oldestByPort(built, view).get(port);
  return oldest === undefined || !before(oldest, route) ? undefined : oldest;
}

/** Worked out once for all routes of the Gateway, each of which asks. */
function oldestByPort(built: BuiltGateway, view: ClusterView): ReadonlyMap<number, Route> {
  return view.memoize(oldestByPort, JSON.stringify([refOf(built.owned.gateway.meta), portsOf(built)]), () => {
    const oldest = new Map<number, Route>();
    for (const rival of routesOn(built, view)) {
      for (const port of attachment(rival, built.owned, built.listeners, view).ports) {
        const known = oldest.get(port);
        if (known === undefined || before(rival, known)) oldest.set(port, rival);
      }
    }
    return oldest;
  });
}

/** Which listeners there are depends on the controller's flags, too. */
const portsOf = ({ listeners }: BuiltGateway): readonly number[] => listeners.listeners.map(({ listener }) => listener.port);

/** Every route of the Gateway's kind that asks to attach to it, itself or through a ListenerSet, and whose namespace may. */
export function routesOn({ owned, listeners: { listeners } }: BuiltGateway, view: ClusterView): Route[] {
  const kinds = routeKindsOf(owned.loadBalancer);
  const parents = [owned.gateway.meta, ...new Set(listeners.map(({ meta }) => meta))];
  const ofParent = grouped(listeners, ({ meta }) => parentKey(meta));
  const routes = [...new Set(parents)].flatMap((meta) => {
    const parent = parentKey(meta);
    const from = routesMayAttach(
      meta,
      (ofParent.get(parent) ?? []).map(({ listener }) => listener),
      view,
    );
    return kinds.flatMap((kind) => [...view.indexed(kind, "parent", parent, { from })]);
  });
  return [...new Set(routes)];
}

/** A manifest file says no age; in it only names decide. */
function before(a: Route, b: Route): boolean {
  const [ageOfA, ageOfB] = [a.meta.creationTimestamp, b.meta.creationTimestamp];
  if (ageOfA !== ageOfB) return ageOfA < ageOfB;
  return `${a.meta.namespace}/${a.meta.name}` < `${b.meta.namespace}/${b.meta.name}`;
}
