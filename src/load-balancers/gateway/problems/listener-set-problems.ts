import { gatewayListeners } from "#load-balancers/gateway/gateway-listeners.ts";
import { ownedGateway } from "#load-balancers/gateway/gateway-ownership.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { ListenerSet } from "#model/load-balancers/gateway.ts";

export function listenerSetProblems({ meta, parent }: ListenerSet, { view, flags }: RouteContext): readonly Problem[] {
  const gateway = parent.kind === "Gateway" ? view.get("Gateway", parent.namespace, parent.name) : undefined;
  const owned = gateway && ownedGateway(gateway, view, flags);
  if (owned === undefined) return [];
  return gatewayListeners(owned, view, flags).problems.filter(({ object }) => sameObject(object, refOf(meta)));
}
