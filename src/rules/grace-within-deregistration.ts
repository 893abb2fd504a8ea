import { seconds } from "#model/findings/seconds.ts";
import { breach, delayOf, gracePath, ipTargetGroups } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/**
 * With the target group draining for longer than the Pod may live, the load balancer never cuts a request that the Pod still serves.
 * A grace period is never lowered, so only the route can fix it.
 */
export const graceWithinDeregistration: Rule = {
  id: "grace-within-deregistration",
  holds: "G < D",
  find: (facts) => {
    const { gracePeriod } = facts.timings;
    return ipTargetGroups(facts).flatMap((group) => {
      const delay = delayOf(group);
      if (gracePeriod.value < delay.value) return [];
      return [
        breach(facts, {
          rule: "grace-within-deregistration",
          path: gracePath(facts),
          actual: gracePeriod.value,
          required: seconds(Math.max(delay.value - 1, 0)),
          because: [gracePeriod, delay],
          targetGroup: group,
        }),
      ];
    });
  },
  remedy: noPodRemedy,
};
