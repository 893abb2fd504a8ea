import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";

/** What to type so that all Pods of a workload are created anew, one after the other. */
export function restartWords(workload: ObjectRef): string {
  const { kind, name, namespace = "default" } = workload;
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return `kubectl -n ${namespace} rollout restart ${kind.toLowerCase()}/${name}`;
    case "Rollout":
      return `kubectl argo rollouts -n ${namespace} restart ${name}`;
    // Nothing replaces these Pods without a gap but whoever made them.
    default:
      return `create ${printRef(workload)} anew`;
  }
}
