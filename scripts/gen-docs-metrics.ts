import { durationBuckets, metricTable } from "#server/metric-table.ts";
import { code, codes, table } from "./gen-docs-markdown.ts";

export const metricsTable = (): string =>
  `${table(
    ["metric", "type", "labels", "meaning"],
    Object.values(metricTable).map(({ name, type, labels, help }) => [code(name), type, codes(labels), help]),
  )}\n\nBuckets of the histogram, in seconds: ${durationBuckets.join(", ")}.`;
