import type { DecisionContext } from "#assessment/context.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { type AuditOverview, type AuditSource, auditOverview } from "./audit-overview.ts";
import { defaultOwnerLabels, workloadOwner } from "./workload-owner.ts";

/** So that losses can be compared where nobody says how many requests there are. */
const comparedAt = 100;

/** Explanations as an audit shows them, where nothing is known of running Pods. */
export const explanationsOverview = (
  explanations: readonly Explanation[],
  source: AuditSource,
  { view }: Pick<DecisionContext, "view">,
  rate: number = comparedAt,
): AuditOverview =>
  auditOverview(
    {
      workloads: explanations.map((explanation) => ({ explanation, pods: 0, outdatedPods: 0 })),
      outOfScope: 0,
      namespaceFindings: [],
    },
    { preview: true, rate, ownerOf: workloadOwner(view, defaultOwnerLabels), source },
  );
