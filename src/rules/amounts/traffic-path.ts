import type { Amount } from "#model/findings/finding.ts";
import { plus, type Seconds, times } from "#model/findings/seconds.ts";
import { fromObject, type Source } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters, Propagation } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** How new requests reach the Pods, and for how long after termination began. */
export interface TrafficPath {
  readonly minimum: Amount;
  readonly chosen: Amount;
  readonly targetGroup?: TargetGroup;
}

/** One for each target group; the Services themselves where none is known. */
export function trafficPaths(facts: WorkloadFacts, parameters: PolicyParameters): readonly TrafficPath[] {
  if (facts.targetGroups.length > 0) return facts.targetGroups.map((group) => pathThrough(group, parameters));
  return facts.services.length > 0 ? [path("service", parameters.propagation.service)] : [];
}

export function pathThrough(group: TargetGroup, { propagation }: PolicyParameters): TrafficPath {
  if (group.targetType === "instance") {
    const unhealthy =
      group.healthCheck === undefined ? undefined : times(group.healthCheck.interval, group.healthCheck.unhealthyThreshold);
    const source = group.healthCheckSource ?? fromObject(group.origin, "health check");
    return { ...path("instance", propagation.instance, unhealthy, source), targetGroup: group };
  }
  return group.loadBalancer === "nlb"
    ? { ...path("nlbIp", propagation.nlbIp), targetGroup: group }
    : { ...path("albIp", propagation.albIp), targetGroup: group };
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
