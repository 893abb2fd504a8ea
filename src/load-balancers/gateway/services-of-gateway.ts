/** `namespace/name` of the Services that routes put behind a Gateway, a ListenerSet or a configuration. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import { type Gateway, routeKinds } from "#model/load-balancers/gateway.ts";
import type { LoadBalancerConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import { gatewayKeys, parentKey } from "./gateway-keys.ts";

export const servicesOfParent = (parent: ObjectMeta, view: ClusterView): readonly string[] =>
  routeKinds.flatMap((kind) => view.indexed(kind, "parent", parentKey(parent))).flatMap(gatewayKeys.backendServices);

export function servicesOfGateway({ meta }: Gateway, view: ClusterView): readonly string[] {
  const sets = view.indexed("ListenerSet", "gateway", nameKey(meta.namespace, meta.name));
  return [meta, ...sets.map((set) => set.meta)].flatMap((parent) => servicesOfParent(parent, view));
}

/** Through Gateways that name it, and through those of classes that do. */
export function servicesOfConfiguration({ meta }: LoadBalancerConfiguration, view: ClusterView): readonly string[] {
  const classes = view
    .list("GatewayClass")
    .filter(({ parameters }) => parameters?.namespace === meta.namespace && parameters.name === meta.name);
  const gateways = [
    ...view.indexed("Gateway", "configuration", nameKey(meta.namespace, meta.name)),
    ...classes.flatMap((gatewayClass) => view.indexed("Gateway", "class", gatewayClass.meta.name)),
  ];
  return gateways.flatMap((gateway) => servicesOfGateway(gateway, view));
}
