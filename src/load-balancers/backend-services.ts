/** From a route, a class or a configuration to the Services that it leads to. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { ObjectsByKind } from "#kubernetes/view/kinds.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { type RouteSourceKind, routeKinds } from "./route-kinds/route-kinds.ts";

/** Services that do not exist are left out. An Ingress of a group is followed alone, not the other members. */
export function backendServices<K extends RouteSourceKind>(
  kind: K,
  object: ObjectsByKind[K],
  view: ClusterView,
): readonly Service[] {
  const paths = routeKinds[kind].backends(object, view);
  return [...new Set(paths)].flatMap((path) => {
    const [namespace = "", name = ""] = path.split("/");
    return view.get("Service", namespace, name) ?? [];
  });
}
