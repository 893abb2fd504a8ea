import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { FewestPods } from "#model/workloads/workload-facts.ts";

/** Kinds with `spec.replicas`, for which the API server fills in 1 where it is absent. */
const scaled: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "ReplicaSet", "Rollout"]);

/**
 * Undefined where nobody can say: a DaemonSet has as many Pods as there are nodes. A workload that is scaled to zero is skipped by
 * its autoscaler.
 */
export function fewestPodsOf({ ref, rollout }: Workload, view: ClusterView): FewestPods | undefined {
  if (!scaled.has(ref.kind)) return undefined;
  if (rollout?.replicas === 0) return { pods: 0, autoscaler: undefined };
  const [autoscaler] = view.indexed("HorizontalPodAutoscaler", "target", `${ref.namespace ?? ""}/${ref.kind}/${ref.name}`);
  return autoscaler === undefined
    ? { pods: rollout?.replicas ?? 1, autoscaler: undefined }
    : { pods: autoscaler.minReplicas, autoscaler: autoscaler.meta.name };
}
