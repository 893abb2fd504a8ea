import { plus } from "#model/findings/seconds.ts";
import { chosenDelays } from "./amounts/chosen-delay.ts";
import { servedTime } from "./amounts/served-time.ts";
import { breach } from "./breach.ts";
import type { Rule } from "./rule.ts";

/** Until the deregistration delay has passed the load balancer may still use the target; a Pod that sleeps longer is there for it. */
export const prestopOutlivesDeregistration: Rule = {
  id: "prestop-outlives-deregistration",
  holds: "S > D",
  find: (facts, parameters) => {
    const { amount, path, required, details } = servedTime(facts, parameters);
    return chosenDelays(facts, parameters).flatMap(({ targetGroup, delay }) => {
      if (amount !== undefined && amount.value > delay.value) return [];
      return [
        breach(facts, {
          rule: "prestop-outlives-deregistration",
          path,
          actual: amount?.value,
          required: required(plus(delay.value, parameters.preStopMargin)),
          details,
          because: [amount, delay],
          targetGroup,
        }),
      ];
    });
  },
  remedy: (facts, parameters) =>
    chosenDelays(facts, parameters).map(({ delay }) => {
      return { set: "preStop", atLeast: plus(delay.value, parameters.preStopMargin), because: [delay] };
    }),
};
