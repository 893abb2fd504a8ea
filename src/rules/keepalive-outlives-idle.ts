import { plus, seconds } from "#model/findings/seconds.ts";
import { albIdleTimeout } from "./amounts/idle-timeout-of.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A connection that the application closes first can carry a request of the load balancer at that moment: 502 (ALB user guide, troubleshooting). */
export const keepaliveOutlivesIdle: Rule = {
  id: "keepalive-outlives-idle",
  holds: "K > I",
  find: (facts) => {
    const { keepAlive } = facts.timings;
    if (keepAlive === undefined) return [];
    return facts.targetGroups.flatMap((group) => {
      const idle = albIdleTimeout(group);
      if (idle === undefined || keepAlive.value > idle.value) return [];
      return [
        breach(facts, {
          rule: "keepalive-outlives-idle",
          path: "outlive.dev/keep-alive",
          actual: keepAlive.value,
          required: plus(idle.value, seconds(1)),
          because: [keepAlive, idle],
          targetGroup: group,
        }),
      ];
    });
  },
  remedy: noPodRemedy,
};
