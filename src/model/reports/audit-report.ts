import type { Finding } from "#model/findings/finding.ts";
import type { IgnoredFinding } from "#model/findings/ignored-finding.ts";
import type { NodeGroup } from "#model/nodes/node-group.ts";
import type { ControllerSummary } from "./controller-summary.ts";
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
  /** What is wrong with the labels of those namespaces, which may be why they are not looked at. */
  readonly namespaceFindings: readonly Finding[];
  /** What builds the load balancers, and what is wrong with it: said once, not on every workload. */
  readonly controller: ControllerSummary;
  readonly controllerFindings: readonly Finding[];
  /** About the numbers of an exported floor; empty where there is none, or it was not read. */
  readonly floorFindings: readonly Finding[];
  /** Of those about no single workload; each workload has its own. */
  readonly ignored: readonly IgnoredFinding[];
  /** All groups of nodes of the cluster, by the default policy; empty where nothing is known of them. */
  readonly nodes: readonly NodeGroup[];
}
