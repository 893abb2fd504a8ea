import type { GivenContext } from "#assessment/context.ts";
import { controllerSummary } from "#assessment/controller/controller-summary.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { type AuditOverview, type AuditSource, auditOverview } from "./audit-overview.ts";
import { defaultOwnerLabels, workloadOwner } from "./workload-owner.ts";

/** So that losses can be compared where nobody says how many requests there are. */
const comparedAt = 100;

/** Explanations as an audit shows them, where nothing is known of running Pods. */
export const explanationsOverview = (
  explanations: readonly Explanation[],
  source: AuditSource,
  context: GivenContext,
  rate: number = comparedAt,
): AuditOverview =>
  auditOverview(
    {
      workloads: explanations.map((explanation) => ({ explanation, pods: 0, outdatedPods: 0 })),
      outOfScope: 0,
      namespaceFindings: [],
      controller: controllerSummary(context),
      controllerFindings: [],
      floorFindings: [],
      ignored: [],
      nodes: [],
    },
    { preview: true, rate, ownerOf: workloadOwner(context.view, defaultOwnerLabels), source },
  );
