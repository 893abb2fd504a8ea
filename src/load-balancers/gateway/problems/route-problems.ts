import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { annotationsIgnored } from "#load-balancers/gateway/annotations-ignored.ts";
import type { BuiltGateway } from "#load-balancers/gateway/built-gateway.ts";
import { routesOnGateways } from "#load-balancers/gateway/gateway-target-groups.ts";
import { routesOn } from "#load-balancers/gateway/older-route.ts";
import { routeOnGateway } from "#load-balancers/gateway/route-on-gateway.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { printRef, sameObject } from "#model/kubernetes/refs.ts";
import type { Route } from "#model/load-balancers/gateway.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";

/** Costs a look at every route of its Gateways, because one that cannot be built stops the others. */
export function routeProblems(route: Route, { view, flags }: RouteContext): readonly Problem[] {
  const { built, problems } = routesOnGateways([route], view, flags);
  const blocked = built.flatMap((gateway) => blockersOf(gateway.built, route, view, flags));
  const ignored = built.length === 0 ? [] : annotationsIgnored(route.meta);
  return [...problems, ...ignored, ...blocked];
}

/** Only the first: the next is reported once that is fixed, and hundreds of routes that block one another need not all be named. */
function blockersOf(built: BuiltGateway, route: Route, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const { meta } = built.owned.gateway;
  const own = refOf(route.meta);
  const other = unbuildableOn(built, view, flags).find((each) => !sameObject(refOf(each.meta), own));
  if (other === undefined) return [];
  return [
    problem("gateway-reconcile-blocked", own, "spec.parentRefs", { gateway: meta.name, because: printRef(refOf(other.meta)) }),
  ];
}

/** Memoized, because every route of the Gateway asks. */
function unbuildableOn(built: BuiltGateway, view: ClusterView, flags: ControllerFlags): readonly Route[] {
  const key = JSON.stringify([refOf(built.owned.gateway.meta), flags]);
  return view.memoize(unbuildableOn, key, () =>
    routesOn(built, view).filter((route) =>
      routeOnGateway(route, built, view, flags).problems.some(({ severity }) => severity === "error"),
    ),
  );
}
