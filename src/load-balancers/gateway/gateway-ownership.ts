import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Gateway, GatewayClass, RouteKind } from "#model/load-balancers/gateway.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";

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
  if (gatewayClass.controllerName === "gateway.k8s.aws/alb" && flags.albGatewayAPI)
    return { gateway, gatewayClass, loadBalancer: "alb" };
  if (gatewayClass.controllerName === "gateway.k8s.aws/nlb" && flags.nlbGatewayAPI)
    return { gateway, gatewayClass, loadBalancer: "nlb" };
  return undefined;
}

export const routeKindsOf = (loadBalancer: "alb" | "nlb"): readonly RouteKind[] =>
  loadBalancer === "alb" ? ["HTTPRoute", "GRPCRoute"] : ["TCPRoute", "UDPRoute", "TLSRoute"];
