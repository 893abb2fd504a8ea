import { configurationOfClass } from "#load-balancers/gateway/gateway-configuration.ts";
import { loadBalancerOfClass } from "#load-balancers/gateway/gateway-ownership.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { GatewayClass } from "#model/load-balancers/gateway.ts";

export function gatewayClassProblems(gatewayClass: GatewayClass, { view }: RouteContext): readonly Problem[] {
  if (loadBalancerOfClass(gatewayClass) === undefined) return [];
  const reading = configurationOfClass(gatewayClass, view);
  return reading.ok ? [] : [reading.problem];
}
