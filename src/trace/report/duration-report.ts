import { censoredQuantile } from "#trace/measures/censored-quantile.ts";
import { Sketch } from "#trace/measures/sketch.ts";
import type { DurationReport } from "./report.ts";

const quantiles = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;
const names = ["p50", "p90", "p99", "p999"] as const;

/** Null where there are no durations. `cut` holds the ages of requests that were cut. */
export function durationReport(complete: Sketch, cut = new Sketch()): DurationReport | null {
  if (complete.total === 0) return null;
  const found = names.map((name) => ({ name, quantile: censoredQuantile(complete, cut, quantiles[name]) }));
  const seconds = (name: (typeof names)[number]): number =>
    threeDigits((found.find((each) => each.name === name)?.quantile?.ms ?? 0) / 1000);
  return {
    count: complete.total,
    p50: seconds("p50"),
    p90: seconds("p90"),
    p99: seconds("p99"),
    p999: seconds("p999"),
    longest: threeDigits(complete.longest / 1000),
    cut: cut.total,
    atLeast: found.flatMap(({ name, quantile }) => (quantile?.atLeast === true ? [name] : [])),
  };
}

/** Milliseconds, in seconds. */
export const threeDigits = (seconds: number): number => Math.round(seconds * 1000) / 1000;
