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
