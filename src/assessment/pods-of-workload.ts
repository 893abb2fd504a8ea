import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { selectedUnder } from "#kubernetes/view/index-keys.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";

/** The Pods of a workload that run now and are to stay. */
export const podsOfWorkload = ({ ref, podLabels }: Workload, view: ClusterView): readonly RunningPod[] =>
  selectedUnder(ref.namespace ?? "", podLabels)
    .flatMap((key) => view.indexed("Pod", "label", key))
    .filter((pod) => !pod.finished && !pod.meta.deleting && sameObject(pod.workload, ref));
