import type { Explanation } from "./explanation.ts";

/** One workload in scope, with what its running Pods lack. */
export interface AuditedWorkload {
  readonly explanation: Explanation;
  readonly pods: number;
  /** Pods that run with less than the workload's Pods would be given now: they are sized when they are created. */
  readonly outdatedPods: number;
}

export interface AuditReport {
  readonly workloads: readonly AuditedWorkload[];
  /** Workloads in namespaces that are not looked at. */
  readonly outOfScope: number;
}
