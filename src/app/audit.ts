/** The whole cluster judged as it stands: every workload in scope, and the Pods of it that run with less than they need. */
import { labelKeys } from "#facts/indexes.ts";
import type { AuditedWorkload, AuditReport } from "#model/audit-report.ts";
import { sameObject } from "#model/refs.ts";
import type { RunningPod } from "#model/running-pod.ts";
import type { Workload } from "#model/workload.ts";
import type { DecisionContext } from "./context.ts";
import { explain } from "./explain.ts";

export function audit(
  workloads: readonly Workload[],
  context: DecisionContext,
  told: (done: number) => void = () => {},
): AuditReport {
  const audited = workloads.map((workload, index) => {
    const explanation = explain(workload, context);
    told(index + 1);
    return { workload, explanation };
  });
  const inScope = audited.filter(({ explanation }) => explanation.mode !== "off");
  return {
    workloads: inScope.map(({ workload, explanation }) => withPods(workload, explanation, context)),
    outOfScope: audited.length - inScope.length,
  };
}

function withPods(workload: Workload, explanation: AuditedWorkload["explanation"], { view }: DecisionContext): AuditedWorkload {
  const [key] = labelKeys(workload.ref.namespace ?? "", workload.podLabels);
  const behind = key === undefined ? [] : view.indexed("Pod", "label", key);
  const pods = behind.filter((pod) => !pod.finished && !pod.meta.deleting && sameObject(pod.workload, workload.ref));
  const { required, leftAlone } = explanation;
  const lacks = ({ preStopSleep, gracePeriod }: RunningPod): boolean =>
    (preStopSleep ?? 0) < (required.preStop ?? 0) || gracePeriod < required.gracePeriod;
  return { explanation, pods: pods.length, outdatedPods: leftAlone === undefined ? pods.filter(lacks).length : 0 };
}
