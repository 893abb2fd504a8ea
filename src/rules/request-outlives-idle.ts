import { plus, seconds } from "#model/seconds.ts";
import { breach } from "./breach.ts";
import { albIdleTimeout } from "./idle-timeout-of.ts";
import { nothingOnThePod, type Rule } from "./rule.ts";

/** With the longer idle timeout the application gives up first and says so; with the shorter one the load balancer answers 504 for it. */
export const requestOutlivesIdle: Rule = {
  id: "request-outlives-idle",
  holds: "R > I",
  find: (situation) => {
    const { requestTimeout } = situation.timings;
    if (requestTimeout === undefined) return [];
    return situation.targetGroups.flatMap((group) => {
      const idle = albIdleTimeout(group);
      if (idle === undefined || requestTimeout.value > idle.value) return [];
      return [
        breach(situation, {
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
  remedy: nothingOnThePod,
};
