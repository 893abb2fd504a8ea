import type { Amount } from "#model/findings/finding.ts";
import { plus, type Seconds, times } from "#model/findings/seconds.ts";
import { fromObject, type Source } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters, Propagation } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { breach, preStopPath } from "./breach.ts";
import type { Rule } from "./rule.ts";

interface TrafficPath {
  readonly minimum: Amount;
  readonly chosen: Amount;
  readonly targetGroup?: TargetGroup;
}

/**
 * Endpoint controllers, the AWS controller and the load balancer learn of a termination in parallel with the kubelet; until they all
 * have, new requests arrive. No ordering with the deregistration delay implies that this time is covered.
 */
export const prestopCoversPropagation: Rule = {
  id: "prestop-covers-propagation",
  holds: "S ≥ L",
  find: (facts, parameters) => {
    const { preStop, preStopKnown } = facts.timings;
    if (!preStopKnown) return [];
    return trafficPaths(facts, parameters).flatMap(({ minimum, chosen, targetGroup }) => {
      if (preStop !== undefined && preStop.value >= minimum.value) return [];
      return [
        breach(facts, {
          rule: "prestop-covers-propagation",
          path: preStopPath(facts),
          actual: preStop?.value,
          required: chosen.value,
          because: [preStop, minimum],
          ...(targetGroup === undefined ? {} : { targetGroup }),
        }),
      ];
    });
  },
  remedy: (facts, parameters) =>
    trafficPaths(facts, parameters).map(({ chosen }) => ({ set: "preStop", atLeast: chosen.value, because: [chosen] })),
};

function trafficPaths(facts: WorkloadFacts, parameters: PolicyParameters): readonly TrafficPath[] {
  if (facts.targetGroups.length > 0) return facts.targetGroups.map((group) => wayThrough(group, parameters));
  return facts.services.length > 0 ? [way("service", parameters.propagation.service)] : [];
}

function wayThrough(group: TargetGroup, { propagation }: PolicyParameters): TrafficPath {
  if (group.targetType === "instance") {
    const unhealthy =
      group.healthCheck === undefined ? undefined : times(group.healthCheck.interval, group.healthCheck.unhealthyThreshold);
    return { ...way("instance", propagation.instance, unhealthy, fromObject(group.origin, "health check")), targetGroup: group };
  }
  return group.loadBalancer === "nlb"
    ? { ...way("nlbIp", propagation.nlbIp), targetGroup: group }
    : { ...way("albIp", propagation.albIp), targetGroup: group };
}

function way(
  name: keyof PolicyParameters["propagation"],
  propagation: Propagation,
  onTop?: Seconds,
  source?: Source,
): TrafficPath {
  const amount = (which: keyof Propagation): Amount => ({
    name: "propagation",
    value: onTop === undefined ? propagation[which] : plus(propagation[which], onTop),
    source: onTop === undefined || source === undefined ? { from: "setting", name: `propagation.${name}.${which}` } : source,
  });
  return { minimum: amount("minimum"), chosen: amount("chosen") };
}
