import type { DecisionContext } from "#assessment/context.ts";
import type { Finding } from "#model/findings/finding.ts";
import { scopeOf } from "#workloads/scope.ts";

/** What is wrong with the labels of a Namespace, whether or not a webhook would look at it. */
export function namespaceFindings(name: string, { view, settings }: DecisionContext): readonly Finding[] {
  const scope = scopeOf(name, view, { ...settings, scope: "cluster", defaultMode: "enforce", excludedNamespaces: [] });
  return scope.in ? scope.findings : [];
}
