import type { Decided } from "#assessment/admit-pod.ts";
import type { DecisionContext } from "#assessment/context.ts";
import { type LoadedWorkload, loadWorkloadFacts } from "#assessment/load-workload-facts.ts";
import { skip } from "#assessment/skip.ts";
import { overlay } from "#kubernetes/view/overlay.ts";
import type { Verdict } from "#model/admission/decision.ts";
import type { TemplateHistory } from "#model/workloads/template-history.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { concernsTemplate, decideTemplate } from "#policy/decide-template.ts";
import { decideWorkload } from "#policy/decide-workload.ts";
import { loweredInjection } from "#policy/lowered-injection.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";
import type { Scope } from "#workloads/scope.ts";

/** What stands in a template is for people to see, and for the time we are down: its Pods are sized when they are created. */
export function admitTemplate(
  workload: Workload,
  history: TemplateHistory,
  scope: Scope & { in: true },
  context: DecisionContext,
): Decided {
  const judged = loadWorkloadFacts(workload, scope.policy, asStored(workload, context));
  const skipped = leftAlone(workload, judged) ?? (concernsTemplate(history) ? undefined : unselected(judged));
  const sized = decidePod(judged.facts, judged.policy, context.settings, judged.notices, judged.written);
  return { policy: judged.policy.name, verdict: skipped ?? decideTemplate(sized, workload, history, context.settings) };
}

/** The stored form of a workload: denied for explicit values that nothing can fix; warnings say what its Pods will get. */
export function reviewTemplate(
  workload: Workload,
  before: Workload | undefined,
  scope: Scope & { in: true },
  context: DecisionContext,
): Decided {
  const judged = loadWorkloadFacts(workload, scope.policy, asStored(workload, context));
  const earlier = before === undefined ? undefined : loadWorkloadFacts(before, scope.policy, asStored(before, context)).facts;
  const notices = [...loweredInjection(workload, before), ...scope.findings, ...judged.notices];
  const verdict = decideWorkload(judged.facts, earlier, judged.policy, context.settings, notices, judged.written);
  return { policy: judged.policy.name, verdict: leftAlone(workload, judged) ?? unselected(judged) ?? verdict };
}

/** What leads to the Pods of an Argo Rollout follows from the Rollout too, which the view does not hold as it will be. */
function asStored(workload: Workload, context: DecisionContext): DecisionContext {
  const { kind, namespace = "", name } = workload.ref;
  if (kind !== "Rollout") return context;
  return { ...context, view: overlay(context.view, { kind, namespace, name, object: workload }) };
}

/** A ReplicaSet under a Deployment must stay as its Deployment made it, or a new one is made forever (Kubernetes 1.36). */
function leftAlone(workload: Workload, { overrides, notices }: LoadedWorkload): Verdict | undefined {
  if (workload.controller !== undefined) return skip("owned-by-controller");
  if (overrides.skip !== undefined) return skip("skipped-by-annotation", overrides.skip, notices);
  return runsToCompletion(workload) ? skip("not-long-running") : undefined;
}

function unselected({ overrides, facts, notices }: LoadedWorkload): Verdict | undefined {
  const requested = overrides.preStop !== undefined || overrides.gracePeriod !== undefined || notices.length > 0;
  return facts.services.length + facts.targetGroups.length === 0 && !requested ? skip("not-selected-by-a-service") : undefined;
}
