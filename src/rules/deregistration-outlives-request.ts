import { printDelaySetting } from "#model/load-balancers/delay-setting.ts";
import { suggestedDelay } from "./amounts/chosen-delay.ts";
import { breach, delayOf, ipTargetGroups } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** At the end of the deregistration delay an ALB closes what is still in flight. Judged only where the request timeout is stated. */
export const deregistrationOutlivesRequest: Rule = {
  id: "deregistration-outlives-request",
  holds: "D > R",
  find: (facts, parameters) => {
    const { requestTimeout } = facts.timings;
    if (requestTimeout === undefined) return [];
    return ipTargetGroups(facts).flatMap((group) => {
      const delay = delayOf(group);
      if (delay.value > requestTimeout.value) return [];
      return [
        breach(facts, {
          rule: "deregistration-outlives-request",
          path: group.delaySetting.field,
          subject: group.delaySetting.object,
          actual: delay.value,
          required: suggestedDelay(requestTimeout, parameters),
          because: [delay, requestTimeout],
          targetGroup: group,
          details: { value: printDelaySetting(group.delaySetting, suggestedDelay(requestTimeout, parameters)) },
        }),
      ];
    });
  },
  remedy: noPodRemedy,
};
