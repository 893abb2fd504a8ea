import type { RequestLog } from "#trace/logs/request-log.ts";

/** What has to be added to the times of events to bring them to the load balancer's clock, in milliseconds. */
export interface Skew {
  readonly ms: number;
  /** Ends of Pods that it follows from. */
  readonly ends: number;
  /** The clocks differ by about this many whole half hours; nothing is corrected then. */
  readonly halfHours: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const leastEnds = 5;
const leastMs = 500;
const halfHour = 30 * 60_000;
const slack = 50;

/**
 * A Pod answers for the last time before it ends, and the first connection that times out begins after it. So each end that both are
 * known of bounds the difference of the clocks from two sides; taken is the difference that the most ends agree with, next to none.
 */
export function estimateSkew(log: RequestLog): Skew {
  const ranges = log.targets.length === 0 ? [] : rangesOf(log);
  if (ranges.length < leastEnds) return { ms: 0, ends: ranges.length, halfHours: 0 };
  const best = mostAgreed(ranges);
  const halfHours = Math.round((best.from + best.to) / 2 / halfHour);
  if (halfHours !== 0 && Math.abs((best.from + best.to) / 2 - halfHours * halfHour) < 60_000) {
    return { ms: 0, ends: ranges.length, halfHours };
  }
  if (best.from <= leastMs && best.to >= -leastMs) return { ms: 0, ends: ranges.length, halfHours: 0 };
  return { ms: Math.round((best.from + best.to) / 2), ends: ranges.length, halfHours: 0 };
}

const connectMs = { least: 9500, most: 11_000 } as const;

function rangesOf({ targets, failures }: RequestLog): readonly Range[] {
  const firstDead = new Map<number, number>();
  for (let index = 0; index < failures.size; index += 1) {
    const { target, status, requestMs, createdMs, doneMs } = failures.at(index);
    const lasted = doneMs - createdMs;
    if (target < 0 || status !== 504 || requestMs >= 0 || lasted < connectMs.least || lasted > connectMs.most) continue;
    firstDead.set(target, Math.min(firstDead.get(target) ?? Number.POSITIVE_INFINITY, createdMs));
  }
  return targets.flatMap(({ number, watches, lastAnswerMs }): readonly Range[] => {
    const dead = firstDead.get(number);
    const [watch] = watches;
    const ended = watch?.life.ended;
    if (dead === undefined || watches.length !== 1 || ended === undefined || !Number.isFinite(lastAnswerMs)) return [];
    if (lastAnswerMs > dead) return [];
    return [{ from: lastAnswerMs - ended.atMs - ended.spreadMs - slack, to: dead - ended.atMs + slack }];
  });
}

/** The stretch that lies in the most ranges; of several, the one next to zero. */
function mostAgreed(ranges: readonly Range[]): Range {
  const edges = ranges.flatMap(({ from, to }) => [
    { at: from, step: 1 },
    { at: to, step: -1 },
  ]);
  edges.sort((a, b) => a.at - b.at || b.step - a.step);
  let depth = 0;
  let best: Range & { depth: number } = { from: 0, to: 0, depth: 0 };
  edges.forEach(({ at, step }, index) => {
    depth += step;
    const to = edges[index + 1]?.at;
    if (to === undefined || step < 0) return;
    const distance = ({ from: low, to: high }: Range): number => (low > 0 ? low : high < 0 ? -high : 0);
    const candidate = { from: at, to, depth };
    if (depth > best.depth || (depth === best.depth && distance(candidate) < distance(best))) best = candidate;
  });
  return best;
}
