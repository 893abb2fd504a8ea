import type { RequestLengths } from "./request-lengths.ts";

/** A part of a load balancer that learns by itself that a Pod is going. */
export interface LoadBalancerNode {
  /** Of all requests. */
  readonly share: number;
  /** From the deletion of a Pod to the last new request that this node sends it, in seconds. */
  readonly lag: number;
}

export interface Traffic {
  /** Requests a second. */
  readonly rate: number;
  /** The first and the last request, in seconds; both may be infinite. */
  readonly from: number;
  readonly to: number;
  readonly lengths: RequestLengths;
  readonly nodes: readonly LoadBalancerNode[];
  /**
   * Clients keep their connections, and each stays with the Pod that it was made to, as behind an NLB: as long as one Pod serves, such a
   * client does not come to one that is gone.
   */
  readonly keptConnections: boolean;
}

/**
 * A load balancer learns of a deregistration node by node. Users found that a sleep of half the usual propagation helps some of the
 * requests (AWS Load Balancer Controller #1064: 5 s too short, 10 to 25 s enough), so half of the nodes are taken to know after half of
 * the time.
 */
export const nodesWithin = (propagation: number): readonly LoadBalancerNode[] => [
  { share: 0.5, lag: propagation / 2 },
  { share: 0.5, lag: propagation },
];
