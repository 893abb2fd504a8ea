/** `namespace/name` of the Services that routes put behind a Gateway, a ListenerSet or a configuration. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { type Gateway, type ListenerSet, routeKinds } from "#model/load-balancers/gateway.ts";
import type { LoadBalancerConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import { gatewayKeys, parentKey } from "./gateway-keys.ts";
import { listenerSetsMayAttach, routesMayAttach } from "./namespace-allowed.ts";

/** Of routes of namespaces that the listeners take. */
export function servicesOfParent({ meta, listeners }: Gateway | ListenerSet, view: ClusterView): readonly string[] {
  const from = routesMayAttach(meta, listeners, view);
  return routeKinds
    .flatMap((kind) => view.indexed(kind, "parent", parentKey(meta), { from }))
    .flatMap(gatewayKeys.backendServices);
}

export function servicesOfGateway(gateway: Gateway, view: ClusterView): readonly string[] {
  const { namespace, name } = gateway.meta;
  const sets = view.indexed("ListenerSet", "gateway", nameKey(namespace, name), { from: listenerSetsMayAttach(gateway, view) });
  return [gateway, ...sets].flatMap((parent) => servicesOfParent(parent, view));
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
