import { plus } from "#model/findings/seconds.ts";
import { graceForSleepAndShutdown } from "./amounts/grace-for-sleep-and-shutdown.ts";
import { longestSleep } from "./amounts/longest-sleep.ts";
import { breach, gracePath } from "./breach.ts";
import type { Rule } from "./rule.ts";

/** SIGTERM is sent when the sleep ends, SIGKILL when the grace period does: what lies between is all that the application gets. */
export const shutdownFitsGrace: Rule = {
  id: "shutdown-fits-grace",
  holds: "S + A < G",
  find: (facts, { graceMargin }) => {
    const { gracePeriod, shutdown } = facts.timings;
    const preStop = longestSleep(facts.timings);
    if (preStop === undefined) return [];
    const busy = plus(preStop.value, shutdown.value);
    if (busy < gracePeriod.value) return [];
    return [
      breach(facts, {
        rule: "shutdown-fits-grace",
        path: gracePath(facts),
        actual: gracePeriod.value,
        required: plus(busy, graceMargin),
        because: [gracePeriod, preStop, shutdown],
      }),
    ];
  },
  remedy: graceForSleepAndShutdown,
};
