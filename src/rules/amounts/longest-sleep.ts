import type { Amount } from "#model/findings/finding.ts";
import type { Timings } from "#model/workloads/workload-facts.ts";

/** Containers stop in parallel and share one grace period, so it is the longest of their sleeps that it has to hold. */
export const longestSleep = ({ preStop, longestPreStop }: Timings): Amount | undefined =>
  preStop === undefined || (longestPreStop !== undefined && longestPreStop.value > preStop.value) ? longestPreStop : preStop;
