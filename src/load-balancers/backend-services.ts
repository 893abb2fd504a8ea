/** From a route, a class or a configuration to the Services that it leads to. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey, type ObjectsByKind } from "#kubernetes/view/indexes.ts";
import { type Route, routeKinds } from "#model/load-balancers/gateway.ts";
import type { Ingress, Service } from "#model/load-balancers/routing.ts";
import { gatewayKeys, parentKey } from "./gateway/gateway-keys.ts";
import { ingressKeys } from "./ingress/ingress-keys.ts";
import { serviceKeys } from "./service/service-keys.ts";

/** Kinds whose change can alter the target groups in front of Pods. */
export type RouteSourceKind =
  | "Ingress"
  | "IngressClass"
  | "IngressClassParams"
  | "EksIngressClassParams"
  | "Service"
  | "TargetGroupBinding"
  | "EksTargetGroupBinding"
  | "TargetGroupConfiguration"
  | "LoadBalancerConfiguration"
  | "Gateway"
  | (typeof routeKinds)[number];

/** Services that do not exist are left out. An Ingress of a group is followed alone, not the other members. */
export function backendServices<K extends RouteSourceKind>(
  kind: K,
  object: ObjectsByKind[K],
  view: ClusterView,
): readonly Service[] {
  const paths: readonly string[] = keysBehind[kind](object, view);
  return [...new Set(paths)].flatMap((path) => {
    const [namespace = "", name = ""] = path.split("/");
    return view.get("Service", namespace, name) ?? [];
  });
}

type Follow<T> = (object: T, view: ClusterView) => readonly string[];

const ofBinding: Follow<ObjectsByKind["TargetGroupBinding"]> = ({ meta, service }) => [nameKey(meta.namespace, service.name)];

const ofRoute: Follow<Route> = (route) => gatewayKeys.backendServices(route);

const keysBehind: { readonly [K in RouteSourceKind]: Follow<ObjectsByKind[K]> } = {
  Ingress: ofIngress,
  IngressClass: ({ meta, isDefault }, view) => ofClasses(isDefault ? [meta.name, ""] : [meta.name], view),
  IngressClassParams: ({ meta }, view) => ofParams("elbv2.k8s.aws", meta.name, view),
  EksIngressClassParams: ({ meta }, view) => ofParams("eks.amazonaws.com", meta.name, view),
  Service: (service) => [nameKey(service.meta.namespace, service.meta.name), ...serviceKeys.forwardsTo(service)],
  TargetGroupBinding: ofBinding,
  EksTargetGroupBinding: ofBinding,
  TargetGroupConfiguration: (configuration, view) => [
    ...gatewayKeys.targetService(configuration),
    ...view
      .indexed("LoadBalancerConfiguration", "defaults", nameKey(configuration.meta.namespace, configuration.meta.name))
      .flatMap((loadBalancer) => ofLoadBalancer(loadBalancer, view)),
  ],
  LoadBalancerConfiguration: ofLoadBalancer,
  Gateway: ofGateway,
  HTTPRoute: ofRoute,
  GRPCRoute: ofRoute,
  TCPRoute: ofRoute,
  UDPRoute: ofRoute,
  TLSRoute: ofRoute,
};

function ofIngress(ingress: Ingress): readonly string[] {
  return ingressKeys.serviceNames(ingress).map((name) => nameKey(ingress.meta.namespace, name));
}

const ofClasses = (names: readonly string[], view: ClusterView): readonly string[] =>
  names.flatMap((name) => view.indexed("Ingress", "class", name)).flatMap(ofIngress);

function ofParams(group: string, name: string, view: ClusterView): readonly string[] {
  const classes = view
    .list("IngressClass")
    .filter(({ parameters }) => parameters?.apiGroup === group && parameters.name === name);
  return ofClasses(
    classes.flatMap(({ meta, isDefault }) => (isDefault ? [meta.name, ""] : [meta.name])),
    view,
  );
}

function ofLoadBalancer({ meta }: ObjectsByKind["LoadBalancerConfiguration"], view: ClusterView): readonly string[] {
  const classes = view
    .list("GatewayClass")
    .filter(({ parameters }) => parameters?.namespace === meta.namespace && parameters.name === meta.name);
  const gateways = [
    ...view.indexed("Gateway", "configuration", nameKey(meta.namespace, meta.name)),
    ...classes.flatMap((gatewayClass) => view.indexed("Gateway", "class", gatewayClass.meta.name)),
  ];
  return gateways.flatMap((gateway) => ofGateway(gateway, view));
}

function ofGateway({ meta }: ObjectsByKind["Gateway"], view: ClusterView): readonly string[] {
  const sets = view.indexed("ListenerSet", "gateway", nameKey(meta.namespace, meta.name));
  const parents = [meta, ...sets.map((set) => set.meta)].map(parentKey);
  return parents
    .flatMap((parent) => routeKinds.flatMap((kind) => view.indexed(kind, "parent", parent)))
    .flatMap(gatewayKeys.backendServices);
}
