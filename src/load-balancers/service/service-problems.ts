import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { problemsAsLoadBalancer } from "./nlb-target-groups.ts";

/** As a load balancer of its own, and what routes in front find wrong with it. */
export function serviceProblems(service: Service, { view, flags, targetGroupsOf }: RouteContext): readonly Problem[] {
  const own = refOf(service.meta);
  const { problems } = targetGroupsOf([service]);
  return [...problemsAsLoadBalancer(service, view, flags), ...problems.filter(({ object }) => sameObject(object, own))];
}
