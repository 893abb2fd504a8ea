import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

/**
 * What stops new requests to a Pod whose node is the target. `kube-proxy`: every node forwards to every Pod, and the load balancer never
 * learns that one of them ends. `health-check`: a node forwards to its own Pods only, and fails its check when it has none left.
 */
export type StoppedBy = "kube-proxy" | "health-check";

/** Undefined where the Pod itself is the target, and for an unknown type. */
export function stoppedBy(group: TargetGroup, { services }: Pick<WorkloadFacts, "services">): StoppedBy | undefined {
  if (group.targetType !== "instance") return undefined;
  const service = services.find(({ meta }) => meta.name === group.service && meta.namespace === group.namespace);
  return service?.externalTrafficPolicy === "Local" ? "health-check" : "kube-proxy";
}
