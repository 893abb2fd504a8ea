import type { CountedMetric, MetricPoint } from "#trace/events/cloudwatch.ts";
import type { Failure } from "#trace/logs/failure-store.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";

/** How many of the failures that CloudWatch counted are in the log, which is delivered with best effort. */
export interface Completeness {
  readonly counted: number;
  readonly logged: number;
}

const minute = 60_000;

/**
 * Of the periods that lie within the log. All 5xx together say more than single statuses, so those count only where the sum is not given.
 * Undefined without a failure that was counted.
 */
export function completeness(log: RequestLog, points: readonly MetricPoint[]): Completeness | undefined {
  const sums = points.some(({ metric }) => metric === "HTTPCode_ELB_5XX_Count");
  const used = points.filter(({ metric }) => (metric === "HTTPCode_ELB_5XX_Count") === sums);
  const periodMs = periodOf(used);
  const inside = used.filter(({ atMs }) => atMs + periodMs > log.firstMs && atMs <= log.lastMs);
  const periods = new Set(inside.map(({ metric, atMs }) => keyOf(metric, atMs, periodMs)));
  let logged = 0;
  for (let index = 0; index < log.failures.size; index += 1) {
    const failure = log.failures.at(index);
    if (isMadeUp(failure) && periods.has(keyOf(metricOf(failure, sums), failure.doneMs, periodMs))) logged += log.failures.weight;
  }
  const counted = inside.reduce((sum, { count }) => sum + count, 0);
  return counted === 0 ? undefined : { counted, logged: Math.min(logged, counted) };
}

const isMadeUp = ({ status, targetStatus }: Failure): boolean => status >= 500 && status <= 599 && status !== targetStatus;

const metricOf = ({ status }: Failure, sums: boolean): string =>
  sums ? "HTTPCode_ELB_5XX_Count" : `HTTPCode_ELB_${status}_Count`;

const keyOf = (metric: CountedMetric | string, atMs: number, periodMs: number): string =>
  `${metric} ${Math.floor(atMs / periodMs)}`;

/** The least distance of two points of one metric; a minute for a single one. */
function periodOf(points: readonly MetricPoint[]): number {
  const times = [...new Set(points.map(({ atMs }) => atMs))].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return gaps.length === 0 ? minute : Math.max(Math.min(...gaps), minute);
}
