/** The JSON of `outlive trace -o json`, as docs/trace-report.schema.json describes it. */
import { z } from "zod";
import { causes, confidences } from "#trace/attribution/cause.ts";
import { reportVersion, type TraceReport } from "./report.ts";

const time = z.iso.datetime().describe("RFC 3339, UTC");
const count = z.number().int().min(0);
const seconds = z.number().describe("seconds");
const names = ["p50", "p90", "p99", "p999"] as const;

const durations = z
  .strictObject({
    count,
    p50: seconds,
    p90: seconds,
    p99: seconds,
    p999: seconds,
    longest: seconds,
    cut: count.describe("requests that were cut, which would have taken longer"),
    atLeast: z.array(z.enum(names)).describe("quantiles that are lower bounds, because of requests that were cut"),
  })
  .describe("durations in seconds");

const example = z.strictObject({
  at: time,
  target: z.string().nullable(),
  pod: z.string().nullable().describe("namespace/name"),
  status: z.string(),
  targetStatus: z.string(),
  seconds,
  path: z.string().exactOptional().describe("only with --show"),
  client: z.string().exactOptional().describe("only with --show"),
  events: z.array(z.strictObject({ what: z.string(), at: time, source: z.string() })),
});

const cause = z.strictObject({
  rule: count.describe("number of the rule in trace-rules.md"),
  cause: z.enum(causes),
  title: z.string(),
  weight: z.enum(["termination", "setting", "other", "none"]).describe("none: no loss"),
  confidence: z.enum(confidences),
  count,
  incidents: count.describe("requests of one target that failed in the same moment count as one"),
  remedy: z.string(),
  savedBySleep: count.nullable().describe("shortest preStop sleep that would have saved all of them; null where no sleep would"),
  examples: z.array(example),
});

const shown = z.array(z.strictObject({ name: z.string(), lost: count }));

const group = z.strictObject({
  targetGroup: z.string().describe("empty for requests that reached no target group"),
  loadBalancer: z.string(),
  requests: count,
  failed: count,
  lost: count,
  statuses: z.record(z.string(), count),
  durations: durations.nullable(),
  targetTimes: durations.nullable(),
  byMethod: z.record(z.string(), durations),
  webSockets: durations.nullable(),
  causes: z.array(cause),
  paths: shown.exactOptional().describe("only with --show"),
  clients: shown.exactOptional().describe("only with --show"),
  propagation: z
    .strictObject({
      targets: count,
      from: z.enum(["deletion", "deregistration"]),
      p50: seconds,
      p90: seconds,
      longest: seconds,
      longestMost: seconds.describe("by then the target that was used longest was out of use, with 95 % confidence"),
      nodeSpread: seconds,
    })
    .nullable(),
  keepAliveRaces: z.strictObject({ count, perMillion: z.number() }),
  idleTimeout: z.strictObject({ seconds, from: z.enum(["stated", "default", "inferred"]), exceeded: count }),
  policies: z.array(
    z.strictObject({
      policy: z.string(),
      preStopSeconds: count,
      graceSeconds: count,
      saved: count,
      savedIfDraining: count,
      notSaved: count,
    }),
  ),
  suggestions: z.array(
    z.strictObject({
      what: z.enum(["request-timeout", "deregistration-delay", "keep-alive", "propagation", "idle-timeout"]),
      seconds,
      on: z.enum(["workload", "route", "configuration", "application"]),
      text: z.string().describe("an annotation, a target group attribute or a parameter, complete with its value"),
      because: z.string(),
    }),
  ),
});

const target = z.strictObject({
  targetGroup: z.string(),
  target: z.string(),
  pod: z.string().nullable().describe("namespace/name"),
  requests: count,
  lost: count,
  lostAt: z.array(time).describe("arrivals of requests that were lost to the end or the start of the target; the first 200"),
  firstRequest: time,
  lastRequest: time,
  started: time.nullable(),
  deleted: time.nullable(),
  deregistered: time.nullable(),
  sigterm: time.nullable(),
  ended: time.nullable(),
  propagation: z.strictObject({ least: seconds, most: seconds }).nullable(),
});

export const traceReportSchema: z.ZodType<TraceReport> = z.strictObject({
  version: z.literal(reportVersion),
  window: z.strictObject({ since: time, until: time }).nullable().describe("arrival of the first and of the last request"),
  sources: z.array(
    z.strictObject({
      kind: z.string(),
      files: count,
      rows: count,
      skew: seconds.nullable().describe("added to the times of this source; null for the log itself"),
    }),
  ),
  requests: count,
  failed: count,
  lost: count,
  groups: z.array(group),
  targets: z.array(target),
  problems: z.array(z.string()),
});
