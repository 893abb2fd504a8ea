import { selects } from "#kubernetes/objects/label-match.ts";
import { asInteger, at } from "#kubernetes/objects/lenient-json.ts";
import type { ObjectKey } from "#kubernetes/objects/object-key.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Workload } from "#model/workloads/workload.ts";

/** The budgets that the Pods of a workload are under. */
export const budgetsOf = ({ ref, podLabels }: Workload, view: ClusterView): readonly ObjectKey[] =>
  view
    .indexed("PodDisruptionBudget", "namespace", ref.namespace ?? "")
    .filter(({ selector }) => selector !== undefined && selects(selector, podLabels))
    .map(({ meta }) => ({ namespace: meta.namespace, name: meta.name }));

/** Why a budget as the API server has it now lets no Pod go; undefined where it does, and where it counts no Pods. */
export function exhaustedBudget(object: unknown, name: string): string | undefined {
  const number = (field: string): number | undefined => asInteger(at(object, "status", field));
  if ((number("expectedPods") ?? 0) === 0 || (number("disruptionsAllowed") ?? 0) > 0) return undefined;
  const healthy = `${number("currentHealthy") ?? 0} healthy Pods of ${number("desiredHealthy") ?? 0} required`;
  return `PodDisruptionBudget ${name} allows no disruption (${healthy})`;
}
