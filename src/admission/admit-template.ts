import type { Decided } from "#assessment/admit-pod.ts";
import type { DecisionContext } from "#assessment/context.ts";
import { type LoadedWorkload, loadWorkloadFacts } from "#assessment/load-workload-facts.ts";
import { skip } from "#assessment/skip.ts";
import type { TemplateHistory } from "#injection/template-history.ts";
import type { Verdict } from "#model/admission/decision.ts";
import type { Step } from "#model/workloads/plan.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { decideWorkload } from "#policy/decide-workload.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";
import type { Scope } from "#workloads/scope.ts";

/**
 * A template is written to only where that cannot hurt: neither its grace period nor a sleep that would be raised is its manifest's,
 * and it has not been sized before. A manifest that finds its own values changed conflicts with a second server-side applier, and
 * while we are down it rolls out again, or is refused for a sleep that its grace period no longer holds (Kubernetes 1.36).
 * Its Pods are sized when they are created in any case; what stands in the template is for people to see and for the time we are down.
 */
export function admitTemplate(
  workload: Workload,
  history: TemplateHistory,
  scope: Scope & { in: true },
  context: DecisionContext,
): Decided {
  const judged = loadWorkloadFacts(workload, scope.policy, context);
  const decided = decidePod(judged.facts, judged.policy, context.settings, judged.notices);
  const leave =
    !context.settings.patchTemplates ||
    history.gracePeriodOwned ||
    history.gracePeriodPerhapsOwned ||
    history.injectedAlready ||
    history.templateUnchanged ||
    decided.plan.some((step) => raisesOwnSleep(step, workload));
  return { policy: judged.policy.name, verdict: notLookedAt(workload, judged) ?? (leave ? { ...decided, plan: [] } : decided) };
}

const raisesOwnSleep = (step: Step, { podSpec }: Workload): boolean =>
  step.set === "pre-stop" && podSpec.containers[step.container]?.preStop.kind === "sleep";

/** The stored form of a workload: refused for what it states itself and nothing can mend, told what its Pods will get. */
export function reviewTemplate(
  workload: Workload,
  before: Workload | undefined,
  scope: Scope & { in: true },
  context: DecisionContext,
): Decided {
  const judged = loadWorkloadFacts(workload, scope.policy, context);
  const earlier = before === undefined ? undefined : loadWorkloadFacts(before, scope.policy, context).facts;
  const notices = [...scope.findings, ...judged.notices];
  const verdict = decideWorkload(judged.facts, earlier, judged.policy, context.settings, notices);
  return { policy: judged.policy.name, verdict: notLookedAt(workload, judged) ?? verdict };
}

/** A ReplicaSet under a Deployment must stay as its Deployment made it, or a new one is made for ever (Kubernetes 1.36). */
function notLookedAt(workload: Workload, { overrides, facts, notices }: LoadedWorkload): Verdict | undefined {
  if (workload.controller !== undefined) return skip("owned-by-controller");
  if (overrides.skip !== undefined) return skip("skipped-by-annotation", overrides.skip, notices);
  if (runsToCompletion(workload)) return skip("not-long-running");
  const requested = overrides.preStop !== undefined || overrides.gracePeriod !== undefined || notices.length > 0;
  return facts.services.length + facts.targetGroups.length === 0 && !requested ? skip("not-selected-by-a-service") : undefined;
}
