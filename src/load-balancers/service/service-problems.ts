import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { refId } from "#model/kubernetes/refs.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { problemsAsLoadBalancer } from "./nlb-target-groups.ts";

/** As a load balancer of its own, and what routes in front find wrong with it. */
export function serviceProblems(service: Service, { view, flags, problemsInFront }: RouteContext): readonly Problem[] {
  const inFront = problemsInFront(service).get(refId(refOf(service.meta))) ?? [];
  return [...problemsAsLoadBalancer(service, view, flags), ...inFront];
}
