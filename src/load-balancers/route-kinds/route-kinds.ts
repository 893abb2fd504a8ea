/**
 * Every kind of route. One that adds itself to the kinds of the store and is not listed here, or is listed and lacks a part, does not
 * compile; reading, indexes, reviews, webhook rules, permissions, metric labels and docs follow from the list.
 */

import type { ClusterKind } from "#kubernetes/view/cluster-kinds.ts";
import type { IndexedBy, Kind } from "#kubernetes/view/kinds.ts";
import { gateway } from "./gateway.ts";
import { gatewayClass } from "./gateway-class.ts";
import { gatewayRouteKinds } from "./gateway-routes.ts";
import { ingress } from "./ingress.ts";
import { ingressClass } from "./ingress-class.ts";
import { eksIngressClassParams, ingressClassParams } from "./ingress-class-params.ts";
import { listenerSet } from "./listener-set.ts";
import { loadBalancerConfiguration } from "./load-balancer-configuration.ts";
import { referenceGrant } from "./reference-grant.ts";
import type { RouteKind } from "./route-kind.ts";
import { service } from "./service.ts";
import { eksTargetGroupBinding, targetGroupBinding } from "./target-group-binding.ts";
import { targetGroupConfiguration } from "./target-group-configuration.ts";

export type RouteSourceKind = Exclude<Kind, ClusterKind>;

export const routeKinds: { readonly [K in RouteSourceKind]: RouteKind<K> } = {
  Ingress: ingress,
  IngressClass: ingressClass,
  IngressClassParams: ingressClassParams,
  EksIngressClassParams: eksIngressClassParams,
  Service: service,
  TargetGroupBinding: targetGroupBinding,
  EksTargetGroupBinding: eksTargetGroupBinding,
  GatewayClass: gatewayClass,
  Gateway: gateway,
  ListenerSet: listenerSet,
  ...gatewayRouteKinds,
  ReferenceGrant: referenceGrant,
  TargetGroupConfiguration: targetGroupConfiguration,
  LoadBalancerConfiguration: loadBalancerConfiguration,
};

export const isRouteKind = (kind: string): kind is RouteSourceKind => Object.hasOwn(routeKinds, kind);

export const kindsIndexedBy = <I extends string>(index: I): readonly (RouteSourceKind & IndexedBy<I>)[] =>
  Object.entries(routeKinds).flatMap(([kind, { indexes }]) =>
    Object.hasOwn(indexes, index) ? [kind as RouteSourceKind & IndexedBy<I>] : [],
  );
