/** The whole cluster judged as it stands: every workload in scope, and the Pods of it that run with less than they need. */

import { podsByWorkload, runningSituation } from "#assessment/affected-pods.ts";
import type { DecisionContext } from "#assessment/context.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { explain } from "#explain/explain.ts";
import { selectedUnder } from "#kubernetes/view/index-keys.ts";
import type { Finding } from "#model/findings/finding.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload, AuditReport } from "#model/reports/audit-report.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { lackedByPods, restartNeeded } from "#policy/restart-needed.ts";

export function audit(
  workloads: readonly Workload[],
  context: DecisionContext,
  onProgress: (done: number) => void = () => {},
): AuditReport {
  const audited = workloads.map((workload, index) => {
    const explanation = explain(workload, context);
    onProgress(index + 1);
    return { workload, explanation };
  });
  const inScope = audited.filter(({ explanation }) => explanation.mode !== "off");
  const outOfScope = audited.filter(({ explanation }) => explanation.mode === "off");
  const namespaces = new Set(outOfScope.map(({ workload }) => workload.ref.namespace ?? ""));
  return {
    workloads: inScope.map(({ workload, explanation }) => withPods(workload, explanation, context)),
    outOfScope: outOfScope.length,
    namespaceFindings: [...namespaces].flatMap((namespace) => namespaceTreatment(namespace, context).findings),
  };
}

function withPods(workload: Workload, explanation: AuditedWorkload["explanation"], context: DecisionContext): AuditedWorkload {
  const keys = selectedUnder(workload.ref.namespace ?? "", workload.podLabels);
  const candidates = keys.flatMap((key) => context.view.indexed("Pod", "label", key));
  const pods = candidates.filter((pod) => !pod.finished && !pod.meta.deleting && sameObject(pod.workload, workload.ref));
  const { required, skipped } = explanation;
  const lacks = ({ preStopSleep, gracePeriod }: RunningPod): boolean =>
    (preStopSleep ?? 0) < (required.preStop ?? 0) || gracePeriod < required.gracePeriod;
  const outdated = skipped === undefined ? pods.filter(lacks) : [];
  const findings = [...explanation.findings, ...restartsOf(outdated, context)];
  return { explanation: { ...explanation, findings }, pods: pods.length, outdatedPods: outdated.length };
}

/** What the creation of the route said, for whoever did not read it. */
const restartsOf = (outdated: readonly RunningPod[], context: DecisionContext): readonly Finding[] =>
  podsByWorkload(outdated).flatMap((pods) => {
    const treatment = namespaceTreatment(pods.workload.namespace ?? "", context);
    const { facts, policy } = runningSituation(pods, treatment.policy, context);
    return restartNeeded(facts, lackedByPods(facts, policy)) ?? [];
  });
