import type { Seconds } from "#model/findings/seconds.ts";
import type { DelaySetting } from "#model/load-balancers/delay-setting.ts";

/** A deregistration delay to set on a route. */
export interface DelayFix {
  readonly setting: DelaySetting;
  readonly delay: Seconds;
}

/** The one set of values of a workload and the routes in front of it that makes every ordering of its policy hold together. */
export interface Remedy {
  /** First, because the cheaper fix is on the route where there is one. */
  readonly routes: readonly DelayFix[];
  /** Undefined where nothing requires a sleep. */
  readonly preStop: Seconds | undefined;
  readonly gracePeriod: Seconds;
}
