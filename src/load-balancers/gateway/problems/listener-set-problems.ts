import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { gatewayListeners, listenerSetAllowed, setNotAllowed } from "#load-balancers/gateway/gateway-listeners.ts";
import { type OwnedGateway, ownedGateway } from "#load-balancers/gateway/gateway-ownership.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { grouped } from "#model/grouped.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { refId } from "#model/kubernetes/refs.ts";
import type { ListenerSet } from "#model/load-balancers/gateway.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";

export function listenerSetProblems(set: ListenerSet, { view, flags }: RouteContext): readonly Problem[] {
  const { meta, parent } = set;
  const gateway = parent.kind === "Gateway" ? view.get("Gateway", parent.namespace, parent.name) : undefined;
  const owned = gateway && ownedGateway(gateway, view, flags);
  if (owned === undefined) return [];
  // A Gateway does not look at the sets of namespaces that it lets nothing attach from.
  if (flags.gatewayListenerSet && !listenerSetAllowed(set, owned, view)) return [setNotAllowed(set, owned)];
  const found = view.memoize(problemsByObject, JSON.stringify([refOf(owned.gateway.meta), flags]), () =>
    problemsByObject(owned, view, flags),
  );
  return found.get(refId(refOf(meta))) ?? [];
}

/** Once for all sets of a Gateway. */
const problemsByObject = (
  owned: OwnedGateway,
  view: ClusterView,
  flags: ControllerFlags,
): ReadonlyMap<string, readonly Problem[]> =>
  grouped(gatewayListeners(owned, view, flags).problems, ({ object }) => refId(object));
