import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";
import type { Scope } from "#workloads/scope.ts";
import type { DecisionContext } from "./context.ts";
import { type LoadedWorkload, loadWorkloadFacts } from "./load-workload-facts.ts";
import { skip } from "./skip.ts";

export interface Decided {
  readonly policy: string;
  readonly verdict: Verdict;
}

/** A Pod that is being created gets what its target groups and its policy require. */
export const admitPod = (pod: Workload, mirror: boolean, scope: Scope & { in: true }, context: DecisionContext): Decided =>
  mirror
    ? { policy: scope.policy, verdict: skip("mirror-pod") }
    : decideLoaded(loadWorkloadFacts(pod, scope.policy, context), scope.findings, context.settings);

/** The same for what has been loaded already. */
export function decideLoaded(
  { facts, written, policy, overrides, notices }: LoadedWorkload,
  scopeFindings: readonly Finding[],
  settings: Settings,
): Decided {
  const requested = overrides.preStop !== undefined || overrides.gracePeriod !== undefined;
  const decided = (verdict: Verdict): Decided => ({ policy: policy.name, verdict });
  if (overrides.skip !== undefined) return decided(skip("skipped-by-annotation", overrides.skip, notices));
  if (runsToCompletion(facts.workload) && !requested) return decided(skip("not-long-running"));
  if (facts.services.length === 0 && facts.targetGroups.length === 0 && !requested)
    return decided(skip("not-selected-by-a-service", undefined, notices));
  return decided(decidePod(facts, policy, settings, [...scopeFindings, ...notices], written));
}
