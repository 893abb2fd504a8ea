/** How fast a load balancer is. AWS publishes none but the connect timeout and the idle timeouts; the rest is what users measured. */
export interface LoadBalancerTiming {
  /** From RegisterTargets to the first health check. */
  readonly registrationMs: number;
  /** For each node of the load balancer: how long it goes on sending new requests or flows to a target that was deregistered. */
  readonly deregistrationLagMs: readonly number[];
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/**
 * An ALB: a new target takes about 10 s to be healthy (5 s and one check here); requests end 4 and 8 s after deregistration, where
 * users found a sleep of 5 s too short and one of 10 to 25 s enough (#1064 of the AWS Load Balancer Controller); 10 s to connect
 * and 60 s of silence are from the user guide.
 */
export const albTiming: LoadBalancerTiming = {
  registrationMs: 5_000,
  deregistrationLagMs: [4_000, 8_000],
  connectTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
};

/** An NLB: new flows for about two minutes whatever the delay is (#2366 and #3270 of the AWS Load Balancer Controller); 350 s of silence from the user guide. */
export const nlbTiming: LoadBalancerTiming = {
  registrationMs: 90_000,
  deregistrationLagMs: [100_000, 125_000],
  connectTimeoutMs: 10_000,
  idleTimeoutMs: 350_000,
};

/** Everything that the load balancer decides by itself, faster or slower by one factor. */
export const atPace = (timing: LoadBalancerTiming, factor: number): LoadBalancerTiming => ({
  registrationMs: timing.registrationMs * factor,
  deregistrationLagMs: timing.deregistrationLagMs.map((lagMs) => lagMs * factor),
  connectTimeoutMs: timing.connectTimeoutMs * factor,
  idleTimeoutMs: timing.idleTimeoutMs * factor,
});
