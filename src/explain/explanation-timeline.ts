import type { Seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation, PodTimes } from "#model/reports/explanation.ts";
import { arrivals, failuresWith } from "./pod-termination.ts";
import { type PodEnd, type Timeline, timelineOf } from "./timeline.ts";

/** One Pod of the workload as it ends now, and as it would end in enforce mode where that differs. */
export function explanationTimeline(explanation: Explanation): Timeline {
  const { current, required } = explanation;
  const same =
    current.preStop === required.preStop && current.extent === required.extent && current.gracePeriod === required.gracePeriod;
  const end = (title: string, times: PodTimes): PodEnd => ({ ...times, title, failures: failuresWith(explanation, times) });
  return timelineOf({
    ends: same ? [end("now, and in enforce mode", current)] : [end("now", current), end("in enforce mode", required)],
    arrivals: arrivals(explanation),
    shutdown: explanation.shutdown.value,
    propagation: explanation.propagation?.value,
    drains: explanation.targetGroups.filter(({ targetType }) => targetType === "ip").map(drainOf),
  });
}

/** The longer of the current and the next delay, which Pods are sized for. */
function drainOf(group: TargetGroup): { readonly label: string; readonly delay: Seconds } {
  const { deregistrationDelay: now, nextDeregistrationDelay: next } = group;
  return { label: targetGroupLabel(group), delay: next !== undefined && next.value > now.value ? next.value : now.value };
}

/** `ALB shop → shop:http`: the route's name, the Service and its port. */
export const targetGroupLabel = ({ loadBalancer, origin, service, port }: TargetGroup): string =>
  `${loadBalancer === "unknown" ? "LB" : loadBalancer.toUpperCase()} ${origin.name} → ${service}:${port}`;
