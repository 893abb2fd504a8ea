import type { DecisionContext } from "#assessment/context.ts";
import type { ObjectsByKind } from "#kubernetes/view/kinds.ts";
import type { RouteSourceKind } from "#load-balancers/route-kinds/route-kinds.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { unmatchedSelector } from "#load-balancers/unmatched-selector.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { ManifestSubject } from "./check-source.ts";

/** What the controller would refuse, ignore or do to somebody's surprise, and Services that reach no workload of the files. */
export function problemsOfRoute({ key }: ManifestSubject, kind: RouteSourceKind, context: DecisionContext): readonly Problem[] {
  const { view, flags, awsFacts } = context;
  const found = view.get(kind, key.namespace, key.name);
  if (found === undefined) return [];
  const service = kind === "Service" ? view.get(kind, key.namespace, key.name) : undefined;
  const unmatched = service === undefined ? [] : unmatchedSelector(service, view, flags);
  return [...routeProblems(kind, found as ObjectsByKind[typeof kind], view, flags, awsFacts), ...unmatched];
}
