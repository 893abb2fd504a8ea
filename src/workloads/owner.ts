import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Workload } from "#model/workloads/workload.ts";

const hashLabels = ["pod-template-hash", "rollouts-pod-template-hash"] as const;

const owningKinds = { Deployment: "Deployment", StatefulSet: "StatefulSet", DaemonSet: "DaemonSet", Rollout: "Rollout" } as const;

/** The workload that made this Pod, as it stands in the cluster; a ReplicaSet's Deployment or Rollout in its place. */
export function ownerOf(pod: Workload, view: ClusterView): Workload | undefined {
  const namespace = pod.ref.namespace ?? "";
  const { controller } = pod;
  if (controller === undefined) return undefined;
  if (controller.kind === "ReplicaSet") {
    const name = withoutHash(controller, pod.podLabels);
    return name === undefined ? undefined : (view.get("Deployment", namespace, name) ?? view.get("Rollout", namespace, name));
  }
  return workloadNamed(controller.kind, namespace, controller.name, view);
}

/** The workload of a kind whose Pods outlast it by controllers of their own; undefined for any other kind. */
export function workloadNamed(kind: string, namespace: string, name: string, view: ClusterView): Workload | undefined {
  const owning = Object.hasOwn(owningKinds, kind) ? owningKinds[kind as keyof typeof owningKinds] : undefined;
  return owning === undefined ? undefined : view.get(owning, namespace, name);
}

/** Deployment and Rollout controllers name a ReplicaSet by their own name and the hash that its Pods carry as a label. */
function withoutHash(replicaSet: ObjectRef, labels: Readonly<Record<string, string>>): string | undefined {
  const hash = hashLabels.map((label) => labels[label]).find((value) => value !== undefined);
  return hash !== undefined && replicaSet.name.endsWith(`-${hash}`) ? replicaSet.name.slice(0, -hash.length - 1) : undefined;
}
