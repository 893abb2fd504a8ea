import type { Verdict } from "#model/admission/decision.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";
import type { Scope } from "#workloads/scope.ts";
import type { DecisionContext } from "./context.ts";
import { loadWorkloadFacts } from "./load-workload-facts.ts";
import { skip } from "./skip.ts";

export interface Decided {
  readonly policy: string;
  readonly verdict: Verdict;
}

/** A Pod that is being created gets what its target groups and its policy ask for. */
export function admitPod(pod: Workload, mirror: boolean, scope: Scope & { in: true }, context: DecisionContext): Decided {
  if (mirror) return { policy: scope.policy, verdict: skip("mirror-pod") };
  const { facts, policy, overrides, notices } = loadWorkloadFacts(pod, scope.policy, context);
  const requested = overrides.preStop !== undefined || overrides.gracePeriod !== undefined;
  const decided = (verdict: Verdict): Decided => ({ policy: policy.name, verdict });
  if (overrides.skip !== undefined) return decided(skip("skipped-by-annotation", overrides.skip, notices));
  if (runsToCompletion(pod) && !requested) return decided(skip("not-long-running"));
  if (facts.services.length === 0 && facts.targetGroups.length === 0 && !requested)
    return decided(skip("not-selected-by-a-service", undefined, notices));
  return decided(decidePod(facts, policy, context.settings, [...scope.findings, ...notices]));
}
