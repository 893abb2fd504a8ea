import type { DecisionContext } from "#assessment/context.ts";
import type { ObjectsByKind } from "#kubernetes/view/indexes.ts";
import type { RouteSourceKind } from "#load-balancers/backend-services.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { ManifestSubject } from "./check-source.ts";

const leadingKinds: Readonly<Record<RouteSourceKind, true>> = {
  Ingress: true,
  IngressClass: true,
  IngressClassParams: true,
  EksIngressClassParams: true,
  Service: true,
  TargetGroupBinding: true,
  EksTargetGroupBinding: true,
  TargetGroupConfiguration: true,
  LoadBalancerConfiguration: true,
  Gateway: true,
  HTTPRoute: true,
  GRPCRoute: true,
  TCPRoute: true,
  UDPRoute: true,
  TLSRoute: true,
};

export const isLeading = (kind: string): kind is RouteSourceKind => Object.hasOwn(leadingKinds, kind);

/** What the controller would refuse, ignore or do to somebody's surprise. */
export function problemsOfRoute({ key }: ManifestSubject, kind: RouteSourceKind, context: DecisionContext): readonly Problem[] {
  const found = context.view.get(kind, key.namespace, key.name);
  return found === undefined ? [] : routeProblems(kind, found as ObjectsByKind[typeof kind], context.view, context.flags);
}
