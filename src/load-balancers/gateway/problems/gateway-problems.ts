import { annotationsIgnored } from "#load-balancers/gateway/annotations-ignored.ts";
import { builtGateway } from "#load-balancers/gateway/built-gateway.ts";
import { ownedGateway } from "#load-balancers/gateway/gateway-ownership.ts";
import { gatewayBlocked } from "#load-balancers/gateway/gateway-reconcile-blocked.ts";
import { classMissing } from "#load-balancers/gateway/gateways-of-route.ts";
import { routesOn } from "#load-balancers/gateway/older-route.ts";
import { routeOnGateway } from "#load-balancers/gateway/route-on-gateway.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { Gateway } from "#model/load-balancers/gateway.ts";

/** Everything that is wrong with the Gateway, and what it stops. */
export function gatewayProblems(gateway: Gateway, { view, flags }: RouteContext): readonly Problem[] {
  if (view.get("GatewayClass", "", gateway.className) === undefined) return [classMissing(gateway)];
  const owned = ownedGateway(gateway, view, flags);
  if (owned === undefined) return [];
  const built = builtGateway(owned, view, flags);
  const routes = routesOn(built, view).map((route) => routeOnGateway(route, built, view, flags));
  const problems = [...built.problems, ...routes.flatMap((route) => route.problems)];
  return [...problems, ...annotationsIgnored(gateway.meta), ...gatewayBlocked(owned, problems)];
}
