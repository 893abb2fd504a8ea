import type { RequestLog } from "#trace/logs/request-log.ts";
import type { Skew } from "#trace/measures/skew.ts";

/** What the clocks of the sources mean for the result, in sentences. */
export function skewProblems({ ms, ends, halfHours }: Skew, log: RequestLog): readonly string[] {
  if (halfHours !== 0) {
    const hours = Math.abs(halfHours) / 2;
    const direction = halfHours < 0 ? "ahead of" : "behind";
    const shift = `${halfHours > 0 ? "+" : "-"}${hours}h`;
    return [
      `the events seem to be ${hours} h ${direction} the log: a local time read as UTC? Run again with --shift-events ${shift}`,
    ];
  }
  if (ms !== 0) return [`clocks: ${(ms / 1000).toFixed(1)} s were added to the times of events, by ${ends} ends of Pods`];
  return overlaps(log) ? [] : ["no event falls into the time of the log, so nothing is known of the ends of targets"];
}

/** Whether any event about a target of the log lies within its time; true where no events were given at all. */
function overlaps({ targets, firstMs, lastMs }: RequestLog): boolean {
  const references = targets.flatMap(({ watches }) => watches.map(({ referenceMs }) => referenceMs)).filter(Number.isFinite);
  return references.length === 0 || references.some((ms) => ms >= firstMs - 600_000 && ms <= lastMs + 600_000);
}
