import type { Amount } from "#model/findings/finding.ts";
import { plus, type Seconds, times } from "#model/findings/seconds.ts";
import { fromObject, type Source } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters, Propagation } from "#model/settings/policy.ts";
import type { DeregistrationQueue, WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** How new requests reach the Pods, and for how long after termination began. */
export interface TrafficPath {
  readonly minimum: Amount;
  readonly chosen: Amount;
  readonly targetGroup?: TargetGroup;
}

/** One for each target group; the Services themselves where none is known. */
export function trafficPaths(facts: WorkloadFacts, parameters: PolicyParameters): readonly TrafficPath[] {
  if (facts.targetGroups.length > 0)
    return facts.targetGroups.map((group) => pathThrough(group, parameters, facts.deregistrationQueue));
  return facts.services.length > 0 ? [path("service", parameters.propagation.service)] : [];
}

/** Targets that are Pods are taken out by calls of the controller, which may have to wait; a node stays a target. */
export function pathThrough(group: TargetGroup, { propagation }: PolicyParameters, queue?: DeregistrationQueue): TrafficPath {
  if (group.targetType === "instance") {
    const unhealthy =
      group.healthCheck === undefined ? undefined : times(group.healthCheck.interval, group.healthCheck.unhealthyThreshold);
    const source = group.healthCheckSource ?? fromObject(group.origin, "health check");
    return { ...path("instance", propagation.instance, unhealthy, source), targetGroup: group };
  }
  return group.loadBalancer === "nlb"
    ? { ...queued(path("nlbIp", propagation.nlbIp), queue), targetGroup: group }
    : { ...queued(path("albIp", propagation.albIp), queue), targetGroup: group };
}

function queued({ minimum, chosen }: TrafficPath, queue: DeregistrationQueue | undefined): TrafficPath {
  if (queue === undefined) return { minimum, chosen };
  const longer = (amount: Amount): Amount => ({
    ...amount,
    value: plus(amount.value, queue.seconds),
    source:
      amount.source.from === "setting"
        ? { ...amount.source, queued: { seconds: queue.seconds, calls: queue.calls } }
        : amount.source,
  });
  return { minimum: longer(minimum), chosen: longer(chosen) };
}

function path(
  name: keyof PolicyParameters["propagation"],
  propagation: Propagation,
  onTop?: Seconds,
  source?: Source,
): TrafficPath {
  const { measured } = propagation;
  const amount = (which: "minimum" | "chosen"): Amount => ({
    name: "propagation",
    value: onTop === undefined ? propagation[which] : plus(propagation[which], onTop),
    source:
      onTop === undefined || source === undefined
        ? { from: "setting", name: `propagation.${name}.${which}`, ...(measured === undefined ? {} : { measured }) }
        : source,
  });
  return { minimum: amount("minimum"), chosen: amount("chosen") };
}
