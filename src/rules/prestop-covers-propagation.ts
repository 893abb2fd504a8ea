import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { servedTime } from "./amounts/served-time.ts";
import { stoppedBy } from "./amounts/stopped-by.ts";
import { trafficPaths } from "./amounts/traffic-path.ts";
import { breach } from "./breach.ts";
import type { Rule } from "./rule.ts";

/**
 * Endpoint controllers, the AWS controller and the load balancer learn of a termination in parallel with the kubelet; until they all
 * have, new requests arrive. No ordering with the deregistration delay implies that this time is covered.
 */
export const prestopCoversPropagation: Rule = {
  id: "prestop-covers-propagation",
  holds: "S ≥ L",
  find: (facts, parameters) => {
    const { amount, path, required, details } = servedTime(facts, parameters);
    return trafficPaths(facts, parameters).flatMap(({ minimum, chosen, targetGroup }) => {
      if (amount !== undefined && amount.value >= minimum.value) return [];
      return [
        breach(facts, {
          rule: "prestop-covers-propagation",
          path,
          actual: amount?.value,
          required: required(chosen.value),
          details: { ...details, ...(targetGroup === undefined ? { through: "service" } : reach(targetGroup, facts)) },
          because: [amount, minimum],
          ...(targetGroup === undefined ? {} : { targetGroup }),
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
