import type { Amount } from "#model/findings/finding.ts";
import { plus, type Seconds, times } from "#model/findings/seconds.ts";
import { fromObject, type Source } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters, Propagation } from "#model/settings/policy.ts";
import type { Situation } from "#model/workloads/situation.ts";
import { breach, preStopPath } from "./breach.ts";
import type { Rule } from "./rule.ts";

interface Way {
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
  find: (situation, parameters) => {
    const { preStop, preStopKnown } = situation.timings;
    if (!preStopKnown) return [];
    return waysIn(situation, parameters).flatMap(({ minimum, chosen, targetGroup }) => {
      if (preStop !== undefined && preStop.value >= minimum.value) return [];
      return [
        breach(situation, {
          rule: "prestop-covers-propagation",
          path: preStopPath(situation),
          actual: preStop?.value,
          required: chosen.value,
          because: [preStop, minimum],
          ...(targetGroup === undefined ? {} : { targetGroup }),
        }),
      ];
    });
  },
  remedy: (situation, parameters) =>
    waysIn(situation, parameters).map(({ chosen }) => ({ set: "preStop", atLeast: chosen.value, because: [chosen] })),
};

function waysIn(situation: Situation, parameters: PolicyParameters): readonly Way[] {
  if (situation.targetGroups.length > 0) return situation.targetGroups.map((group) => wayThrough(group, parameters));
  return situation.services.length > 0 ? [way("service", parameters.propagation.service)] : [];
}

function wayThrough(group: TargetGroup, { propagation }: PolicyParameters): Way {
  if (group.targetType === "instance") {
    const unhealthy =
      group.healthCheck === undefined ? undefined : times(group.healthCheck.interval, group.healthCheck.unhealthyThreshold);
    return { ...way("instance", propagation.instance, unhealthy, fromObject(group.origin, "health check")), targetGroup: group };
  }
  return group.loadBalancer === "nlb"
    ? { ...way("nlbIp", propagation.nlbIp), targetGroup: group }
    : { ...way("albIp", propagation.albIp), targetGroup: group };
}

function way(name: keyof PolicyParameters["propagation"], propagation: Propagation, onTop?: Seconds, source?: Source): Way {
  const amount = (which: keyof Propagation): Amount => ({
    name: "propagation",
    value: onTop === undefined ? propagation[which] : plus(propagation[which], onTop),
    source: onTop === undefined || source === undefined ? { from: "setting", name: `propagation.${name}.${which}` } : source,
  });
  return { minimum: amount("minimum"), chosen: amount("chosen") };
}
