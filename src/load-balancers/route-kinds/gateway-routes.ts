import { readRoute } from "#kubernetes/objects/gateway/read-route.ts";
import { gatewayKeys } from "#load-balancers/gateway/gateway-keys.ts";
import { type GatewayRoute, gatewayRoutes } from "#load-balancers/gateway/gateway-routes.ts";
import { gatewayTargetGroups } from "#load-balancers/gateway/gateway-target-groups.ts";
import { routeProblems } from "#load-balancers/gateway/problems/route-problems.ts";
import { type Route, type RouteKind as RouteName, routeKinds as routeNames } from "#model/load-balancers/gateway.ts";
import { gatewayApi } from "./gateway-api.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds extends Readonly<Record<RouteName, Stored<Route, "service" | "parent" | "foreignNamespace">>> {}
}

const described = (kind: RouteName, { versions, plural }: GatewayRoute): RouteKind<RouteName> => ({
  ...gatewayApi,
  kind,
  versions,
  plural,
  purpose: "target groups of load balancers of the Gateway API",
  read: (raw) => readRoute(raw, kind),
  indexes: {
    /** By `namespace/name` of each Service that a rule names. */
    service: gatewayKeys.backendServices,
    /** By kind, namespace and name of each Gateway or ListenerSet that it asks to attach to. */
    parent: gatewayKeys.parents,
    /** By each namespace but its own that a backend is in, which takes a ReferenceGrant. */
    foreignNamespace: gatewayKeys.foreignNamespaces,
  },
  holds: "route",
  backends: gatewayKeys.backendServices,
  problems: routeProblems,
  targetGroups: gatewayTargetGroups,
});

/** The routes differ only in what their table says. */
export const gatewayRouteKinds = Object.fromEntries(routeNames.map((kind) => [kind, described(kind, gatewayRoutes[kind])])) as {
  readonly [K in RouteName]: RouteKind<K>;
};
