import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type Gateway, type GatewayClass, type RouteKind, routeKinds } from "#model/load-balancers/gateway.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { gatewayRoutes } from "./gateway-routes.ts";

/** A Gateway that the AWS Load Balancer Controller turns into a load balancer. */
export interface OwnedGateway {
  readonly gateway: Gateway;
  readonly gatewayClass: GatewayClass;
  readonly loadBalancer: "alb" | "nlb";
}

/** Undefined where another controller, or none, acts on the Gateway. */
export function ownedGateway(gateway: Gateway, view: ClusterView, flags: ControllerFlags): OwnedGateway | undefined {
  const gatewayClass = view.get("GatewayClass", "", gateway.className);
  if (gatewayClass === undefined || gateway.meta.deleting) return undefined;
  const loadBalancer = loadBalancerOfClass(gatewayClass);
  const enabled = loadBalancer === "alb" ? flags.albGatewayAPI : flags.nlbGatewayAPI;
  return loadBalancer === undefined || !enabled ? undefined : { gateway, gatewayClass, loadBalancer };
}

/** Undefined where the class is another controller's. */
export function loadBalancerOfClass({ controllerName }: GatewayClass): "alb" | "nlb" | undefined {
  if (controllerName === "gateway.k8s.aws/alb") return "alb";
  return controllerName === "gateway.k8s.aws/nlb" ? "nlb" : undefined;
}

export const routeKindsOf = (loadBalancer: "alb" | "nlb"): readonly RouteKind[] =>
  routeKinds.filter((kind) => gatewayRoutes[kind].loadBalancer === loadBalancer);
