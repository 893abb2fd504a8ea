import { plus, seconds } from "#model/findings/seconds.ts";
import { breach, delayOf, ipTargetGroups } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** At the end of the deregistration delay an ALB closes what is still in flight. Judged only where the request timeout is stated. */
export const deregistrationOutlivesRequest: Rule = {
  id: "deregistration-outlives-request",
  holds: "D > R",
  find: (facts) => {
    const { requestTimeout } = facts.timings;
    if (requestTimeout === undefined) return [];
    return ipTargetGroups(facts).flatMap((group) => {
      const delay = delayOf(group);
      if (delay.value > requestTimeout.value) return [];
      return [
        breach(facts, {
          rule: "deregistration-outlives-request",
          path: delay.source.from === "object" ? delay.source.field : "deregistration_delay.timeout_seconds",
          subject: delay.source.from === "object" ? delay.source.object : group.origin,
          actual: delay.value,
          required: plus(requestTimeout.value, seconds(1)),
          because: [delay, requestTimeout],
          targetGroup: group,
        }),
      ];
    });
  },
  remedy: noPodRemedy,
};
