import { lostRequests, totalOf } from "./lost-requests.ts";
import type { Replaced } from "./replacement.ts";
import { instant } from "./request-lengths.ts";
import { scheduleOf, targetsOf } from "./roll-out.ts";
import type { Termination } from "./termination.ts";
import { nodesWithin } from "./traffic.ts";

export interface RollOutCost {
  /** New requests that fail; those in flight are not counted, because nobody knows how many there are. Undefined without a rate. */
  readonly lostRequests: number | undefined;
  /** From the first change to the moment at which the last old Pod is gone and every new one is available. */
  readonly seconds: number;
}

/**
 * What a new Pod is taken to need until it is available: a container that is pulled already, a probe, and a target that becomes healthy.
 * It moves how long a roll-out takes, and hardly how much is lost.
 */
export const assumedStartUpSeconds = 10;

/**
 * Readiness gates are taken to be there: without them old Pods go before the load balancer knows the new ones, and more is lost.
 * Undefined where a roll-out never ends or has too many waves to follow.
 */
export function rollOutCost(replaced: Replaced, termination: Termination, rate: number | undefined): RollOutCost | undefined {
  const rollOut = { ...replaced, startUp: assumedStartUpSeconds, registration: 0 };
  const schedule = scheduleOf(rollOut, termination);
  if (schedule === undefined) return undefined;
  return {
    lostRequests:
      rate === undefined
        ? undefined
        : totalOf(
            lostRequests(targetsOf(schedule, rollOut, termination), {
              rate,
              from: Number.NEGATIVE_INFINITY,
              to: Number.POSITIVE_INFINITY,
              lengths: instant,
              nodes: nodesWithin(termination.propagation),
              keptConnections: false,
            }),
          ),
    seconds: Math.max(schedule.completeAt, schedule.goneAt),
  };
}
