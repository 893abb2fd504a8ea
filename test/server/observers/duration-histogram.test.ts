import fc from "fast-check";
import { Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { durationBuckets, metricTable } from "#server/metric-table.ts";
import { DurationHistogram } from "#server/observers/duration-histogram.ts";

const seconds = fc.oneof(fc.constantFrom(...durationBuckets), fc.double({ min: 0, max: 20, noNaN: true }));

test("durations read as prom-client would write them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom("mutate", "validate"), seconds)), async (durations) => {
      const { name, help, labels } = metricTable.duration;
      const registry = new Registry();
      const theirs = new Histogram({ name, help, labelNames: [...labels], buckets: [...durationBuckets], registers: [registry] });
      const ours = new DurationHistogram(metricTable.duration, durationBuckets);
      for (const [webhook, each] of durations) {
        theirs.observe({ webhook }, each);
        ours.observe(webhook, each);
      }
      expect(ours.text()).toBe(await registry.metrics());
    }),
  );
});
