import { replicaSetOwner } from "#kubernetes/objects/replica-set-owner.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Workload } from "#model/workloads/workload.ts";

const owningKinds = { Deployment: "Deployment", StatefulSet: "StatefulSet", DaemonSet: "DaemonSet", Rollout: "Rollout" } as const;

/** The workload that made this Pod, as it stands in the cluster; a ReplicaSet's Deployment or Rollout in its place. */
export function ownerOf(pod: Workload, view: ClusterView): Workload | undefined {
  const namespace = pod.ref.namespace ?? "";
  const { controller } = pod;
  if (controller === undefined) return undefined;
  const owner = controller.kind === "ReplicaSet" ? replicaSetOwner(controller, pod.podLabels) : controller;
  return owner && workloadNamed(owner.kind, namespace, owner.name, view);
}

/** The workload of a kind whose Pods outlast it by controllers of their own; undefined for any other kind. */
export function workloadNamed(kind: string, namespace: string, name: string, view: ClusterView): Workload | undefined {
  const owning = Object.hasOwn(owningKinds, kind) ? owningKinds[kind as keyof typeof owningKinds] : undefined;
  return owning === undefined ? undefined : view.get(owning, namespace, name);
}
