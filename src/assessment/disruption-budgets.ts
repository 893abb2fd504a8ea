import { selects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { PodLike } from "#load-balancers/services-selecting.ts";
import type { PodDisruptionBudget } from "#model/kubernetes/disruption-budget.ts";
import type { DisruptionBudget } from "#model/workloads/workload-facts.ts";

/** The budgets that select a Pod, and whether each of them ever lets one be evicted while all replicas are healthy. */
export const disruptionBudgetsOf = (pod: PodLike, replicas: number | undefined, view: ClusterView): readonly DisruptionBudget[] =>
  view
    .indexed("PodDisruptionBudget", "namespace", pod.namespace)
    .filter(({ selector }) => selector !== undefined && selects(selector, pod.labels))
    .map((budget) => ({ name: budget.meta.name, blocksEveryEviction: blocks(budget, replicas) }));

function blocks({ minAvailable, maxUnavailable }: PodDisruptionBudget, replicas: number | undefined): boolean {
  if (maxUnavailable !== undefined) return maxUnavailable === 0 || maxUnavailable === "0%";
  if (minAvailable === "100%") return true;
  return typeof minAvailable === "number" && replicas !== undefined && replicas > 0 && minAvailable >= replicas;
}
