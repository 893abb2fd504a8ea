import { plus } from "#model/findings/seconds.ts";
import type { Rule } from "#rules/rule.ts";
import { longestSleep } from "./longest-sleep.ts";

/** The grace period that covers the sleep, the application's shutdown and the margin; nothing where no container sleeps. */
export const graceForSleepAndShutdown: Rule["remedy"] = ({ timings }, { graceMargin }) => {
  const preStop = longestSleep(timings);
  if (preStop === undefined) return [];
  const atLeast = plus(plus(preStop.value, timings.shutdown.value), graceMargin);
  return [{ set: "gracePeriod", atLeast, because: [preStop, timings.shutdown] }];
};
