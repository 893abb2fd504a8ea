import type { Cut } from "./termination.ts";
import type { LoadBalancerNode } from "./traffic.ts";

/** Pods that are registered, deregistered and stopped at the same moments, as a load balancer sees them. Seconds, any of them infinite. */
export interface Target {
  readonly pods: number;
  readonly healthyFrom: number;
  readonly deregisteredAt: number;
  /** From deregistration until the target is no longer listed. */
  readonly deregistrationDelay: number;
  /** Whether the load balancer then cuts what is in flight. */
  readonly delayCuts: boolean;
  /** No request succeeds that begins in here. */
  readonly down: { readonly from: number; readonly to: number };
  /** When the Pod itself ends what is in flight. */
  readonly cut: Cut;
}

/** There from before the beginning until after the end. */
export const lasting = (pods: number): Target => ({
  pods,
  healthyFrom: Number.NEGATIVE_INFINITY,
  deregisteredAt: Number.POSITIVE_INFINITY,
  deregistrationDelay: Number.POSITIVE_INFINITY,
  delayCuts: false,
  down: { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY },
  cut: { by: "exit", at: Number.POSITIVE_INFINITY },
});

/** What ends a request in flight that came by this node. */
export function cutFor({ cut, delayCuts, deregisteredAt, deregistrationDelay }: Target, { lag }: LoadBalancerNode): Cut {
  const at = deregisteredAt + Math.max(deregistrationDelay, lag);
  return delayCuts && at < cut.at ? { by: "deregistration", at } : cut;
}

/** New Pods that are there to stay. */
export const arrivingAt = (pods: number, healthyFrom: number): Target => ({ ...lasting(pods), healthyFrom });
