import type { DecisionContext } from "#assessment/context.ts";
import type { ObjectsByKind } from "#kubernetes/view/kinds.ts";
import type { RouteSourceKind } from "#load-balancers/route-kinds/route-kinds.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { ManifestSubject } from "./check-source.ts";

/** What the controller would refuse, ignore or do to somebody's surprise. */
export function problemsOfRoute({ key }: ManifestSubject, kind: RouteSourceKind, context: DecisionContext): readonly Problem[] {
  const found = context.view.get(kind, key.namespace, key.name);
  return found === undefined ? [] : routeProblems(kind, found as ObjectsByKind[typeof kind], context.view, context.flags);
}
