/** The JSON of `outlive probe -o json`, as docs/probe-report.schema.json describes it. */
import { z } from "zod";
import { traceReportSchema } from "#trace/report/report-schema.ts";
import { type ProbeReport, probeReportVersion } from "./probe-report.ts";

const time = z.iso.datetime().describe("RFC 3339, UTC");
const count = z.number().int().min(0);
const counts = z.strictObject({ requests: count, failed: count });

const durations = z
  .strictObject({
    count,
    p50: z.number(),
    p90: z.number(),
    p99: z.number(),
    p999: z.number(),
    longest: z.number(),
    cut: count,
    atLeast: z.array(z.enum(["p50", "p90", "p99", "p999"])),
  })
  .nullable()
  .describe("durations of successful requests, in seconds");

const load = z.strictObject({
  rate: z.number().describe("requests a second, as planned"),
  plannedSeconds: z.number(),
  accepted: z.string().describe("statuses that count as a success"),
  requests: count.describe("completed requests"),
  succeeded: count,
  failed: count,
  success: z.number().describe("percent"),
  minSuccess: z.number().nullable().describe("percent"),
  passed: z.boolean(),
  notSent: z.strictObject({ overLimit: count, late: count }).describe("planned requests that were not sent"),
  unfinished: count.describe("under way when the probe was ended; neither a success nor a failure"),
  statuses: z.record(z.string(), count),
  errors: z.strictObject({ connect: count, reset: count, timeout: count, tls: count, other: count }),
  connections: z.strictObject({ fresh: counts, kept: counts }),
  addresses: z.array(counts.extend({ address: z.string(), durations })),
  durations,
});

export const probeReportSchema: z.ZodType<ProbeReport> = z.strictObject({
  version: z.literal(probeReportVersion),
  url: z.string().nullable().describe("scheme, host and path; null where nothing was sent"),
  window: z.strictObject({ since: time, until: time }),
  interrupted: z.boolean().describe("ended before its time was over"),
  load: load.nullable(),
  recording: z
    .strictObject({
      pods: count.nullable().describe("null where only the health of targets is recorded"),
      deleted: count,
      lines: count,
      file: z.string().nullable(),
      interruptions: count.describe("of the watches"),
      longestInterruption: z.number().describe("seconds"),
    })
    .nullable(),
  trace: traceReportSchema.describe("causes of failed requests, as trace-report.schema.json describes them"),
  complete: z.boolean().describe("false where the file of the recording lacks something"),
  problems: z.array(z.string()),
});
