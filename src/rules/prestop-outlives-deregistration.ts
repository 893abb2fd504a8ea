import { plus } from "#model/findings/seconds.ts";
import { breach, delayToOutlive, ipTargetGroups, preStopPath } from "./breach.ts";
import type { Rule } from "./rule.ts";

/** Until the deregistration delay has passed the load balancer may still use the target; a Pod that sleeps longer is there for it. */
export const prestopOutlivesDeregistration: Rule = {
  id: "prestop-outlives-deregistration",
  holds: "S > D",
  find: (situation, { preStopMargin }) => {
    const { preStop, preStopKnown } = situation.timings;
    if (!preStopKnown) return [];
    return ipTargetGroups(situation).flatMap((group) => {
      const delay = delayToOutlive(group);
      if (preStop !== undefined && preStop.value > delay.value) return [];
      return [
        breach(situation, {
          rule: "prestop-outlives-deregistration",
          path: preStopPath(situation),
          actual: preStop?.value,
          required: plus(delay.value, preStopMargin),
          because: [preStop, delay],
          targetGroup: group,
        }),
      ];
    });
  },
  remedy: (situation, { preStopMargin }) =>
    ipTargetGroups(situation).map((group) => {
      const delay = delayToOutlive(group);
      return { set: "preStop", atLeast: plus(delay.value, preStopMargin), because: [delay] };
    }),
};
