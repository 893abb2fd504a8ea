import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { workloadNamed } from "./owner.ts";

/** An Argo Rollout with `workloadRef` has no template of its own: here it has that of the workload it refers to, where that is known. */
export function withReferredTemplate(workload: Workload, view: ClusterView): Workload {
  const { templateOf } = workload.rollout ?? {};
  if (templateOf === undefined) return workload;
  const referred = workloadNamed(templateOf.kind, workload.ref.namespace ?? "", templateOf.name, view);
  if (referred === undefined || referred.rollout?.templateOf !== undefined) return workload;
  const { podLabels, podAnnotations, podSpec } = referred;
  return { ...workload, podLabels, podAnnotations, podSpec };
}
