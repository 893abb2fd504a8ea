/** The whole cluster evaluated as it stands: every workload in scope, and the Pods of it that run with less than they need. */

import type { DecisionContext } from "#assessment/context.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { loadRunningPod, outdatedIn, podsByWorkload } from "#assessment/running-pods.ts";
import { explain } from "#explain/explain.ts";
import { selectedUnder } from "#kubernetes/view/index-keys.ts";
import type { Finding } from "#model/findings/finding.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload, AuditReport } from "#model/reports/audit-report.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { lackedByPods, restartNeeded } from "#policy/restart-needed.ts";
import { findingsOfPods } from "./given-at-creation.ts";

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
  const { policy } = namespaceTreatment(workload.ref.namespace ?? "", context);
  const outdated = explanation.skipped === undefined ? pods.filter(outdatedIn(policy, context)) : [];
  const findings = [...findingsOfPods(explanation), ...restartsOf(outdated, policy, context)];
  return { explanation: { ...explanation, findings }, pods: pods.length, outdatedPods: outdated.length };
}

/** What the creation of the route said, for whoever did not read it. */
function restartsOf(outdated: readonly RunningPod[], namespacePolicy: string, context: DecisionContext): readonly Finding[] {
  const [first] = outdated;
  if (first === undefined) return [];
  const { services } = loadRunningPod(first, namespacePolicy, context).facts;
  return podsByWorkload(outdated, services, context).flatMap(({ weakest }) => {
    const { facts, policy } = loadRunningPod(weakest, namespacePolicy, context);
    return restartNeeded(facts, lackedByPods(facts, policy)) ?? [];
  });
}
