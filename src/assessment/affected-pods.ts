import type { Finding } from "#model/findings/finding.ts";
import type { Affected } from "#policy/decide-route.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";
import type { DecisionContext } from "./context.ts";
import { type AffectedPods, loadRunningPod } from "./running-pods.ts";
import { withRetainedAttributes } from "./with-retained-attributes.ts";

export interface JudgedChange {
  readonly affected: Affected;
  /** About attributes that were taken away. */
  readonly findings: readonly Finding[];
}

/** The same Pods with the route as it was and as it would be; none where Pods like these are never sized. */
export function judgedChange(
  { weakest, alike }: AffectedPods,
  namespacePolicy: string,
  then: DecisionContext,
  now: DecisionContext,
): readonly JudgedChange[] {
  const before = loadRunningPod(weakest, namespacePolicy, then);
  const after = loadRunningPod(weakest, namespacePolicy, now);
  const { skip, preStop, gracePeriod } = after.overrides;
  const requested = preStop !== undefined || gracePeriod !== undefined;
  if (skip !== undefined || (runsToCompletion(after.facts.workload) && !requested)) return [];
  const retained = withRetainedAttributes(before.facts, after.facts);
  return [
    {
      affected: {
        before: before.facts.targetGroups.length === 0 ? undefined : before.facts,
        after: retained.after,
        policy: after.policy,
        alike,
      },
      findings: retained.findings,
    },
  ];
}
