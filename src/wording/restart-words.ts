import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";

/** The command that replaces all Pods of a workload, one after the other. */
export function restartWords(workload: ObjectRef): string {
  const { kind, name, namespace = "default" } = workload;
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return `kubectl -n ${namespace} rollout restart ${kind.toLowerCase()}/${name}`;
    case "Rollout":
      return `kubectl argo rollouts -n ${namespace} restart ${name}`;
    // Only the owner of these Pods can replace them without a gap.
    default:
      return `recreate ${printRef(workload)}`;
  }
}
