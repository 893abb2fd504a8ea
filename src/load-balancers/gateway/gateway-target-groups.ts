import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { type DerivedTargetGroups, distinctProblems } from "#load-balancers/derived-target-group.ts";
import type { Problem } from "#model/findings/problem.ts";
import { type Gateway, type Route, routeKinds } from "#model/load-balancers/gateway.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type BuiltGateway, builtGateway } from "./built-gateway.ts";
import type { OwnedGateway } from "./gateway-ownership.ts";
import { gatewayBlocked } from "./gateway-reconcile-blocked.ts";
import { gatewaysOfRoute } from "./gateways-of-route.ts";
import { routesMayName } from "./namespace-allowed.ts";
import { type RouteOnGateway, routeOnGateway } from "./route-on-gateway.ts";

/**
 * The target groups that routes of the Gateway API put these Services into: one for each Gateway, route, Service and targetPort.
 * Looks at the routes that name one of the Services and may, and on an NLB at their rivals; other routes of an ALB are not looked at,
 * though one that the controller cannot build stops them all: {@link import("./problems/route-problems.ts").routeProblems} tells that.
 */
export function gatewayTargetGroups(
  services: readonly Service[],
  view: ClusterView,
  flags: ControllerFlags,
): DerivedTargetGroups {
  const wanted = new Set(services.map(({ meta }) => nameKey(meta.namespace, meta.name)));
  const routes = services.flatMap(({ meta }) =>
    routeKinds.flatMap((kind) => {
      const from = routesMayName(kind, meta.namespace, view);
      return [...view.indexed(kind, "service", nameKey(meta.namespace, meta.name), { from })];
    }),
  );
  const onGateways = routesOnGateways([...new Set(routes)], view, flags);
  const targetGroups = onGateways.built.flatMap(({ built, found }) => {
    const { namespace, name } = built.owned.gateway.meta;
    const refused = built.refused || found.some(({ problems }) => problems.some(({ severity }) => severity === "error"));
    return found
      .flatMap((onGateway) => onGateway.targetGroups)
      .filter((targetGroup) => wanted.has(nameKey(targetGroup.namespace, targetGroup.service)))
      .map((targetGroup) => ({ targetGroup, stack: { kind: "gateway" as const, name: nameKey(namespace, name) }, refused }));
  });
  return { targetGroups, problems: onGateways.problems };
}

export interface RoutesOnGateways {
  readonly built: readonly { readonly built: BuiltGateway; readonly found: readonly RouteOnGateway[] }[];
  readonly problems: readonly Problem[];
}

/** Each Gateway that one of the routes requires, once, with what the routes make of it. */
export function routesOnGateways(routes: readonly Route[], view: ClusterView, flags: ControllerFlags): RoutesOnGateways {
  const byGateway = new Map<Gateway, { readonly owned: OwnedGateway; readonly routes: Route[] }>();
  const problems: Problem[] = [];
  for (const route of routes.filter(({ meta }) => !meta.deleting)) {
    const gateways = gatewaysOfRoute(route, view, flags);
    problems.push(...gateways.problems);
    for (const owned of gateways.owned) {
      const known = byGateway.get(owned.gateway);
      if (known === undefined) byGateway.set(owned.gateway, { owned, routes: [route] });
      else known.routes.push(route);
    }
  }
  const built = [...byGateway.values()].map(({ owned, routes: attached }) => {
    const gateway = builtGateway(owned, view, flags);
    return { built: gateway, found: attached.map((route) => routeOnGateway(route, gateway, view, flags)) };
  });
  for (const gateway of built) {
    const own = [...gateway.built.problems, ...gateway.found.flatMap((found) => found.problems)];
    problems.push(...own, ...gatewayBlocked(gateway.built.owned, own));
  }
  return { built, problems: distinctProblems(problems) };
}
