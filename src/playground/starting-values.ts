import { longest, type Seconds, seconds } from "#model/findings/seconds.ts";
import type { Explanation } from "#model/reports/explanation.ts";

/** Where the sliders of a workload stand before anybody moves them; those that would move nothing are undefined. */
export interface StartingValues {
  readonly preStop: Seconds;
  readonly gracePeriod: Seconds;
  readonly deregistrationDelay: Seconds | undefined;
  readonly requestTimeout: Seconds;
}

/** Undefined where nothing is known to reach the Pods, so that no value loses or saves a request. */
export function startingValues({ current, propagation, requestTimeout, targetGroups }: Explanation): StartingValues | undefined {
  if (propagation === undefined) return undefined;
  const delays = targetGroups.filter(({ targetType }) => targetType === "ip").map((group) => group.deregistrationDelay.value);
  return {
    preStop: current.preStop ?? seconds(0),
    gracePeriod: current.gracePeriod,
    deregistrationDelay: delays.length === 0 ? undefined : longest(seconds(0), ...delays),
    requestTimeout: requestTimeout?.value ?? seconds(0),
  };
}
