import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { stoppedBy } from "./amounts/stopped-by.ts";
import { trafficPaths } from "./amounts/traffic-path.ts";
import { breach, preStopPath } from "./breach.ts";
import type { Rule } from "./rule.ts";

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
          ...(targetGroup === undefined ? {} : { targetGroup, details: reach(targetGroup, facts) }),
        }),
      ];
    });
  },
  remedy: (facts, parameters) =>
    trafficPaths(facts, parameters).map(({ chosen }) => ({ set: "preStop", atLeast: chosen.value, because: [chosen] })),
};

function reach(group: TargetGroup, facts: WorkloadFacts): Readonly<Record<string, string>> {
  const stopped = stoppedBy(group, facts);
  return stopped === undefined ? {} : { stoppedBy: stopped };
}
