import { selects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { PodLike } from "#load-balancers/services-selecting.ts";
import type { PodDisruptionBudget } from "#model/kubernetes/disruption-budget.ts";
import type { DisruptionBudget } from "#model/workloads/workload-facts.ts";
import { countOf } from "#physics/rolling-update.ts";

/** The budgets that select a Pod, and whether each of them ever lets one be evicted while `pods` of them are healthy. */
export const disruptionBudgetsOf = (pod: PodLike, pods: number | undefined, view: ClusterView): readonly DisruptionBudget[] =>
  view
    .indexed("PodDisruptionBudget", "namespace", pod.namespace)
    .filter(({ selector }) => selector !== undefined && selects(selector, pod.labels))
    .map((budget) => ({ name: budget.meta.name, blocksEveryEviction: blocks(budget, pods) }));

/**
 * As the disruption controller counts: percentages of either field are rounded up (Kubernetes, pkg/controller/disruption), so that 51 % of
 * one Pod is that Pod. Where nobody knows how many Pods there are, only what blocks whatever their number.
 */
function blocks({ minAvailable, maxUnavailable }: PodDisruptionBudget, pods: number | undefined): boolean {
  if (pods === 0) return false;
  if (maxUnavailable !== undefined) return countOf(maxUnavailable, pods ?? 1, Math.ceil) === 0;
  if (minAvailable === undefined) return false;
  if (pods === undefined) return minAvailable === "100%";
  const healthy = countOf(minAvailable, pods, Math.ceil);
  return healthy !== undefined && healthy >= pods;
}
