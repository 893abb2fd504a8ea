import { middleOf, type Sketch, sketchBuckets } from "./sketch.ts";

/** A quantile in milliseconds. `atLeast` where requests that were cut hide how long the rest would have been. */
export interface Quantile {
  readonly ms: number;
  readonly atLeast: boolean;
}

/**
 * A quantile of durations some of which were cut short: a request that was cut after 3 s would have taken longer, nobody knows how
 * much. This is the estimator of Kaplan and Meier over the buckets of two sketches; without cut requests it is the plain quantile.
 */
export function censoredQuantile(complete: Sketch, cut: Sketch, q: number): Quantile | undefined {
  if (cut.total === 0) {
    const ms = complete.quantile(q);
    return ms === undefined ? undefined : { ms, atLeast: false };
  }
  let atRisk = complete.total + cut.total;
  let surviving = 1;
  let reached = 0;
  for (let bucket = 0; bucket < sketchBuckets && atRisk > 0; bucket += 1) {
    const ended = complete.count(bucket);
    const censored = cut.count(bucket);
    if (ended > 0) surviving *= 1 - ended / atRisk;
    if (ended + censored > 0) reached = middleOf(bucket);
    if (ended > 0 && surviving <= 1 - q + 1e-12) return { ms: Math.min(middleOf(bucket), complete.longest), atLeast: false };
    atRisk -= ended + censored;
  }
  return { ms: Math.max(reached, complete.longest, cut.longest), atLeast: true };
}
