import type { ClusterView } from "#facts/cluster-view.ts";
import { nameKey } from "#facts/indexes.ts";
import type { ControllerFlags } from "#model/controller-flags.ts";
import { type Route, routeKinds } from "#model/gateway.ts";
import type { Problem } from "#model/problem.ts";
import type { Service } from "#model/routing.ts";
import type { TargetGroup } from "#model/target-group.ts";
import { type BuiltGateway, builtGateway } from "./built-gateway.ts";
import { gatewaysOfRoute } from "./gateways-of-route.ts";
import { routeOnGateway } from "./route-on-gateway.ts";

export interface FoundTargetGroups {
  readonly targetGroups: readonly TargetGroup[];
  readonly problems: readonly Problem[];
}

/**
 * The target groups that routes of the Gateway API put these Services into: one for each Gateway, route, Service and targetPort.
 * Looks at the routes that name one of the Services, and on an NLB at their rivals; other routes of an ALB are not looked at,
 * though one that the controller cannot build stops them all: {@link import("./gateway-problems.ts").gatewayProblems} tells that.
 */
export function gatewayTargetGroups(services: readonly Service[], view: ClusterView, flags: ControllerFlags): FoundTargetGroups {
  const wanted = new Set(services.map(({ meta }) => nameKey(meta.namespace, meta.name)));
  const routes = new Set([...wanted].flatMap((service) => routeKinds.flatMap((kind) => [...view.indexed(kind, "service", service)])));
  const found = [...routes].map((route) => routeTargetGroups(route, view, flags));
  return {
    targetGroups: found
      .flatMap(({ targetGroups }) => targetGroups)
      .filter(({ namespace, service }) => wanted.has(nameKey(namespace, service))),
    problems: distinct(found.flatMap(({ problems }) => problems)),
  };
}

/** All target groups of one route, with what is wrong with it and with the Gateways that it attaches to. */
export function routeTargetGroups(route: Route, view: ClusterView, flags: ControllerFlags): FoundTargetGroups {
  if (route.meta.deleting) return { targetGroups: [], problems: [] };
  const gateways = gatewaysOfRoute(route, view, flags);
  const problems: Problem[] = [...gateways.problems];
  const built = gateways.owned.flatMap((owned): readonly BuiltGateway[] => {
    const reading = builtGateway(owned, view, flags);
    problems.push(...reading.problems);
    return reading.ok ? [reading.gateway] : [];
  });
  const found = built.map((gateway) => routeOnGateway(route, gateway, view, flags));
  for (const each of found) problems.push(...each.problems, ...(each.fatal === undefined ? [] : [each.fatal]));
  return { targetGroups: found.flatMap(({ targetGroups }) => targetGroups), problems: distinct(problems) };
}

/** Two ways to one object find the same things wrong with it. */
export function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
