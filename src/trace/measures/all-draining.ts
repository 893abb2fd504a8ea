import type { RequestLog } from "#trace/logs/request-log.ts";
import type { TargetLog } from "#trace/logs/target-log.ts";

/** The longest time in which every known target of a group was deregistered, or did not respond yet. */
export interface AllDraining {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Shorter than the time between two requests of a slow target it says nothing. */
const leastMs = 1000;

/**
 * A new target counts from its first response, an old one until its deregistration (else the deletion of its Pod). Undefined where no
 * event tells of an end, or where targets overlapped.
 */
export function allDraining({ targets }: RequestLog, group: number, skewMs: number): AllDraining | undefined {
  const own = targets.filter((target) => target.group === group);
  if (own.every(({ watches }) => watches.every(({ referenceMs }) => !Number.isFinite(referenceMs)))) return undefined;
  const stretches = own.flatMap((target) => stretchesOf(target, skewMs)).sort((a, b) => a.fromMs - b.fromMs);
  let longest: AllDraining | undefined;
  let reached = stretches[0]?.toMs ?? Number.POSITIVE_INFINITY;
  for (const { fromMs, toMs } of stretches) {
    const missing = fromMs - reached;
    if (missing >= leastMs && missing > (longest === undefined ? 0 : longest.toMs - longest.fromMs)) {
      longest = { fromMs: reached, toMs: fromMs };
    }
    reached = Math.max(reached, toMs);
  }
  return longest;
}

function stretchesOf({ watches, firstAnswerMs }: TargetLog, skewMs: number): readonly Stretch[] {
  if (watches.length === 0) return Number.isFinite(firstAnswerMs) ? [{ fromMs: firstAnswerMs, toMs: Infinity }] : [];
  return watches.flatMap(({ firstAnswerMs: fromMs, referenceMs }) =>
    Number.isFinite(fromMs) && fromMs < referenceMs + skewMs ? [{ fromMs, toMs: referenceMs + skewMs }] : [],
  );
}
