/** What is wrong with one route, class or configuration: what its controller would refuse, ignore or do to somebody's surprise. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { ObjectsByKind } from "#kubernetes/view/kinds.ts";
import { distinctProblems } from "#load-balancers/derived-target-group.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { ownKeyProblemsOf } from "#workloads/own-keys.ts";
import { type RouteSourceKind, routeKinds } from "./route-kinds/route-kinds.ts";
import { problemsInFront } from "./target-groups.ts";

/** The object is evaluated as the view holds it; put an {@link import("#kubernetes/view/overlay.ts").overlay} over the view to evaluate a change. */
export function routeProblems<K extends RouteSourceKind>(
  kind: K,
  object: ObjectsByKind[K],
  view: ClusterView,
  flags: ControllerFlags,
  aws?: AwsFacts,
): readonly Problem[] {
  const { problems, holds } = routeKinds[kind];
  const context = {
    view,
    flags,
    problemsInFront: (service: Service) => problemsInFront(service, view, flags, aws),
  };
  return distinctProblems([...problems(object, context), ...ownKeyProblemsOf(object.meta, holds)]);
}
