import type { ObjectRef } from "#model/kubernetes/refs.ts";

/** Labels that a Deployment and an Argo Rollout put on the Pods of each ReplicaSet, whose name ends in the same value. */
const hashLabels = [
  { label: "pod-template-hash", kind: "Deployment", apiVersion: "apps/v1" },
  { label: "rollouts-pod-template-hash", kind: "Rollout", apiVersion: "argoproj.io/v1alpha1" },
] as const;

/** The Deployment or Rollout of a Pod's ReplicaSet, by its name alone; undefined for a ReplicaSet that nothing else made. */
export function replicaSetOwner(replicaSet: ObjectRef, podLabels: Readonly<Record<string, string>>): ObjectRef | undefined {
  for (const { label, kind, apiVersion } of hashLabels) {
    const suffix = `-${podLabels[label] ?? ""}`;
    if (suffix !== "-" && replicaSet.name.length > suffix.length && replicaSet.name.endsWith(suffix)) {
      return { ...replicaSet, apiVersion, kind, name: replicaSet.name.slice(0, -suffix.length) };
    }
  }
  return undefined;
}
