import { plus } from "#model/findings/seconds.ts";
import { graceForSleepAndShutdown } from "./amounts/grace-for-sleep-and-shutdown.ts";
import { longestSleep } from "./amounts/longest-sleep.ts";
import { breach, gracePath } from "./breach.ts";
import type { Rule } from "./rule.ts";

/**
 * The hook's time is taken out of the grace period (kubelet, all versions): a sleep as long as it leaves the application two
 * seconds before SIGKILL. The API server accepts equality for the native sleep and refuses only more (Kubernetes 1.36).
 */
export const graceOutlivesPrestop: Rule = {
  id: "grace-outlives-prestop",
  holds: "G > S",
  find: (facts, { graceMargin }) => {
    const { gracePeriod, shutdown } = facts.timings;
    const preStop = longestSleep(facts.timings);
    if (preStop === undefined || gracePeriod.value > preStop.value) return [];
    return [
      breach(facts, {
        rule: "grace-outlives-prestop",
        path: gracePath(facts),
        actual: gracePeriod.value,
        required: plus(plus(preStop.value, shutdown.value), graceMargin),
        because: [gracePeriod, preStop],
      }),
    ];
  },
  remedy: graceForSleepAndShutdown,
};
