import type { Seconds } from "#model/findings/seconds.ts";
import type { Source } from "#model/findings/sourced.ts";

/** What ends a node, and with it how long its Pods have. */
export type NodeEnd =
  /** EC2 takes a spot instance back. */
  | "spot-interruption"
  /** `terminationGracePeriod` of a NodePool or of the NodeClaims that it made. */
  | "node-pool-drain"
  /** The machine is stopped or restarted, and the kubelet waits. */
  | "kubelet-shutdown"
  /** Cluster Autoscaler removes it: `--max-graceful-termination-sec`. */
  | "scale-down"
  /** EKS updates a managed node group. */
  | "node-group-update";

export interface NodeBound {
  readonly end: NodeEnd;
  readonly seconds: Seconds;
  readonly source: Source;
}

/** Nodes on which a Pod may run and that end alike. */
export interface NodeGroup {
  /** `spot nodes in NodePool default`. */
  readonly name: string;
  /** Empty where a node waits for its Pods however long they take. */
  readonly bounds: readonly NodeBound[];
  /** The kubelet does not wait when the machine stops without a drain: Pods are then cut at once, whatever their grace period. */
  readonly stopsAtOnce: boolean;
}
