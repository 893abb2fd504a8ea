import { plus } from "#model/findings/seconds.ts";
import { breach, delayToOutlive, ipTargetGroups, preStopPath } from "./breach.ts";
import type { Rule } from "./rule.ts";

/** Until the deregistration delay has passed the load balancer may still use the target; a Pod that sleeps longer is there for it. */
export const prestopOutlivesDeregistration: Rule = {
  id: "prestop-outlives-deregistration",
  holds: "S > D",
  find: (facts, { preStopMargin }) => {
    const { preStop, preStopKnown } = facts.timings;
    if (!preStopKnown) return [];
    return ipTargetGroups(facts).flatMap((group) => {
      const delay = delayToOutlive(group);
      if (preStop !== undefined && preStop.value > delay.value) return [];
      return [
        breach(facts, {
          rule: "prestop-outlives-deregistration",
          path: preStopPath(facts),
          actual: preStop?.value,
          required: plus(delay.value, preStopMargin),
          because: [preStop, delay],
          targetGroup: group,
        }),
      ];
    });
  },
  remedy: (facts, { preStopMargin }) =>
    ipTargetGroups(facts).map((group) => {
      const delay = delayToOutlive(group);
      return { set: "preStop", atLeast: plus(delay.value, preStopMargin), because: [delay] };
    }),
};
