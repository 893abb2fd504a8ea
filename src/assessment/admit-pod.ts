import type { Verdict } from "#model/admission/decision.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";
import type { Scope } from "#workloads/scope.ts";
import type { DecisionContext } from "./context.ts";
import { judgedWorkload } from "./judged-workload.ts";
import { skip } from "./skip.ts";

export interface Decided {
  readonly policy: string;
  readonly verdict: Verdict;
}

/** A Pod that is being created gets what its target groups and its policy ask for. */
export function admitPod(pod: Workload, mirror: boolean, scope: Scope & { in: true }, context: DecisionContext): Decided {
  if (mirror) return { policy: scope.policy, verdict: skip("mirror-pod") };
  const { situation, policy, overrides, noted } = judgedWorkload(pod, scope.policy, context);
  const asked = overrides.preStop !== undefined || overrides.gracePeriod !== undefined;
  const decided = (verdict: Verdict): Decided => ({ policy: policy.name, verdict });
  if (overrides.skip !== undefined) return decided(skip("skipped-by-annotation", overrides.skip, noted));
  if (runsToCompletion(pod) && !asked) return decided(skip("not-long-running"));
  if (situation.services.length === 0 && situation.targetGroups.length === 0 && !asked)
    return decided(skip("not-selected-by-a-service", undefined, noted));
  return decided(decidePod(situation, policy, context.settings, [...scope.findings, ...noted]));
}
