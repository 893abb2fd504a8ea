import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { parseUtc } from "#trace/time/utc.ts";

/** Failed requests that the load balancer counted itself, from a moment on, for a minute or whatever period was requested. */
export interface MetricPoint {
  readonly metric: CountedMetric;
  readonly atMs: number;
  readonly count: number;
}

/** Responses that the load balancer made up, all of them or those of one status. */
export const countedMetrics = [
  "HTTPCode_ELB_5XX_Count",
  "HTTPCode_ELB_502_Count",
  "HTTPCode_ELB_503_Count",
  "HTTPCode_ELB_504_Count",
] as const;
export type CountedMetric = (typeof countedMetrics)[number];

export const isCloudWatch = (value: unknown): boolean =>
  at(value, "MetricDataResults") !== undefined || (at(value, "Datapoints") !== undefined && at(value, "Label") !== undefined);

/** What `aws cloudwatch get-metric-data` or `get-metric-statistics` printed. Labels may say more than the name of the metric. */
export function metricPoints(value: unknown): readonly MetricPoint[] {
  const results = asList(at(value, "MetricDataResults"));
  if (results.length > 0) {
    return results.flatMap((result) => {
      const values = asList(at(result, "Values"));
      return asList(at(result, "Timestamps")).flatMap((time, index) => pointOf(at(result, "Label"), time, values[index]));
    });
  }
  return asList(at(value, "Datapoints")).flatMap((point) =>
    pointOf(at(value, "Label"), at(point, "Timestamp"), at(point, "Sum")),
  );
}

function pointOf(label: unknown, time: unknown, count: unknown): readonly MetricPoint[] {
  const words = asText(label) ?? "";
  const metric = countedMetrics.find((name) => words.includes(name));
  const atMs = parseUtc(asText(time) ?? "");
  return metric === undefined || atMs === undefined || typeof count !== "number" || !(count >= 0)
    ? []
    : [{ metric, atMs, count }];
}
