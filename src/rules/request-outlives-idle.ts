import { plus, seconds } from "#model/findings/seconds.ts";
import { albIdleTimeout } from "./amounts/idle-timeout-of.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/**
 * The load balancer closes what is idle before the application's own limit passes, so that with D > R no connection to a draining
 * target is left open at its end. The price: a request on which nothing is sent for that long gets its 504 from the load balancer.
 */
export const requestOutlivesIdle: Rule = {
  id: "request-outlives-idle",
  holds: "R > I",
  find: (facts) => {
    const { requestTimeout } = facts.timings;
    if (requestTimeout === undefined) return [];
    return facts.targetGroups.flatMap((group) => {
      const idle = albIdleTimeout(group);
      if (idle === undefined || requestTimeout.value > idle.value) return [];
      return [
        breach(facts, {
          rule: "request-outlives-idle",
          path: "outlive.dev/request-timeout",
          actual: requestTimeout.value,
          required: plus(idle.value, seconds(1)),
          because: [requestTimeout, idle],
          targetGroup: group,
        }),
      ];
    });
  },
  remedy: noPodRemedy,
};
