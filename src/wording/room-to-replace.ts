/** What lets a roll-out keep Pods serving. StatefulSets and DaemonSets cannot add a Pod before they stop another. */
export function roomToReplace(kind: string): string {
  switch (kind) {
    case "StatefulSet":
      return "run 2 replicas or more, and keep maxUnavailable below their number";
    case "DaemonSet":
      return "set maxUnavailable to less than 100%";
    default:
      return "use RollingUpdate with maxUnavailable 0 and maxSurge 1 or more";
  }
}
