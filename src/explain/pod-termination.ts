import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation, PodTimes } from "#model/reports/explanation.ts";
import { type Failures, failuresOf } from "#physics/failures.ts";
import type { Termination } from "#physics/termination.ts";

/**
 * How one Pod of a workload ends, with the times that it has now or would be given; undefined where no request is
 * known to reach it, or nobody knows how long its hook takes.
 */
export function terminationOf(explanation: Explanation, { preStop, extent, gracePeriod }: PodTimes): Termination | undefined {
  const { propagation, shutdown, targetGroups } = explanation;
  if (propagation === undefined || extent === "unknown") return undefined;
  return {
    preStop: preStop ?? 0,
    gracePeriod,
    propagation: propagation.value,
    deregistrationDelay: shortestCuttingDelay(targetGroups),
    keptConnections: explanation.stoppedBy.includes("kube-proxy"),
    shutdown: shutdown.value,
    // Somebody who states how long the application needs after SIGTERM has one that does something with that time.
    onSigterm: shutdown.source.from === "object" && shutdown.value > 0 ? "drains" : "exits",
  };
}

export function failuresWith(explanation: Explanation, times: PodTimes): Failures | undefined {
  const termination = terminationOf(explanation, times);
  return termination === undefined ? undefined : failuresOf(termination, explanation.requestTimeout?.value);
}

/** What arrives at a Pod one by one: an NLB passes connections on, whatever is said on them. */
export const arrivals = ({ targetGroups }: Explanation): "requests" | "connections" =>
  targetGroups.length > 0 && targetGroups.every(({ loadBalancer }) => loadBalancer === "nlb") ? "connections" : "requests";

/** Undefined where no target group cuts anything: an instance is not deregistered when a Pod ends, and an NLB lets connections live on. */
function shortestCuttingDelay(groups: readonly TargetGroup[]): number | undefined {
  const delays = groups
    .filter(({ targetType }) => targetType !== "instance")
    .filter(
      ({ loadBalancer, attributes }) =>
        loadBalancer !== "nlb" || attributes["deregistration_delay.connection_termination.enabled"] === "true",
    )
    .map(({ deregistrationDelay }) => deregistrationDelay.value);
  return delays.reduce<number | undefined>((least, delay) => Math.min(least ?? delay, delay), undefined);
}
