/** From a route to the Pods behind it: the other way round of target-groups.ts. */
import type { Service } from "#model/routing.ts";
import type { RunningPod } from "#model/running-pod.ts";
import type { Workload } from "#model/workload.ts";
import type { ClusterView } from "./cluster-view.ts";
import { selectorKey } from "./indexes.ts";
import { serviceSelects } from "./label-match.ts";

export interface Behind {
  /** Those that nobody else makes: a ReplicaSet under a Deployment is not among them. */
  readonly workloads: readonly Workload[];
  readonly pods: readonly RunningPod[];
}

const makers = ["Deployment", "StatefulSet", "DaemonSet", "Rollout", "ReplicaSet", "Job", "CronJob"] as const;

export function workloadsBehind(services: readonly Service[], view: ClusterView): Behind {
  const workloads = new Set<Workload>();
  const pods = new Set<RunningPod>();
  for (const { meta, selector } of services) {
    const key = selectorKey(meta.namespace, selector);
    if (key === undefined) continue;
    for (const kind of makers) {
      for (const workload of view.indexed(kind, "label", key)) {
        if (workload.controller === undefined && serviceSelects(selector, workload.podLabels)) workloads.add(workload);
      }
    }
    for (const pod of view.indexed("Pod", "label", key)) {
      if (!pod.finished && serviceSelects(selector, pod.meta.labels)) pods.add(pod);
    }
  }
  return { workloads: [...workloads], pods: [...pods] };
}
