/** The report of `outlive trace -o json` as a schema, from which docs/trace-report.schema.json is generated. */
import { z } from "zod";
import { causes, confidences } from "#trace/attribution/cause.ts";
import { reportVersion, type TraceReport } from "./report.ts";

const count = z.number().int().min(0);
const seconds = z.number().describe("seconds");
const time = z.string().describe("RFC 3339, UTC");
const byName = z.record(z.string(), count);

const durations = z.strictObject({
  count,
  p50: seconds,
  p90: seconds,
  p99: seconds,
  p999: seconds,
  longest: seconds,
  cut: count.describe("requests that were cut: they would have taken longer than they did"),
  atLeast: z
    .array(z.enum(["p50", "p90", "p99", "p999"]))
    .describe("quantiles that are lower bounds, because of requests that were cut"),
});

const shown = z.array(z.strictObject({ name: z.string(), lost: count }));

const example = z.strictObject({
  at: time.describe("arrival of the request"),
  target: z.string().nullable(),
  pod: z.string().nullable(),
  status: z.string(),
  targetStatus: z.string(),
  seconds,
  path: z.string().exactOptional().describe("only with --show"),
  client: z.string().exactOptional().describe("only with --show"),
  events: z.array(z.strictObject({ what: z.string(), at: time, source: z.string() })).describe("what the cause was evaluated by"),
});

const cause = z.strictObject({
  rule: count.describe("number in trace-rules.md"),
  cause: z.enum(causes),
  title: z.string(),
  weight: z
    .enum(["termination", "setting", "other", "none"])
    .describe("lost to the start or end of a target, to a setting, otherwise, or no loss"),
  confidence: z.enum(confidences),
  count,
  incidents: count.describe("requests of one target that failed in the same moment count as one"),
  remedy: z.string(),
  savedBySleep: z.number().nullable().describe("shortest preStop sleep that would have saved all of them, in seconds"),
  examples: z.array(example).max(5),
});

const propagation = z.strictObject({
  targets: count,
  from: z.enum(["deletion", "deregistration"]),
  p50: seconds,
  p90: seconds,
  longest: seconds,
  longestMost: seconds.describe("by then that target was out of use, with 95 % confidence"),
  nodeSpread: seconds.describe("between the first node and the last one that stopped using a target"),
});

const savings = z.strictObject({
  policy: z.string(),
  preStopSeconds: seconds,
  graceSeconds: seconds,
  saved: count,
  savedIfDraining: count,
  notSaved: count,
});

const suggestion = z.strictObject({
  what: z.enum(["request-timeout", "deregistration-delay", "keep-alive", "propagation", "idle-timeout"]),
  seconds,
  on: z.enum(["workload", "route", "configuration", "application"]),
  text: z.string().describe("an annotation, an attribute or a parameter, complete with its value"),
  because: z.string(),
});

const group = z.strictObject({
  targetGroup: z.string().describe("empty for requests that reached none"),
  loadBalancer: z.string(),
  requests: count,
  failed: count,
  lost: count,
  statuses: byName,
  durations: durations.nullable(),
  targetTimes: durations.nullable(),
  byMethod: z.record(z.string(), durations),
  webSockets: durations.nullable(),
  causes: z.array(cause),
  paths: shown.exactOptional().describe("only with --show"),
  clients: shown.exactOptional().describe("only with --show"),
  propagation: propagation.nullable(),
  allDraining: z
    .strictObject({ from: time, seconds })
    .nullable()
    .describe("longest time in which every target was draining or did not respond yet"),
  keepAliveRaces: z.strictObject({ count, perMillion: z.number() }),
  idleTimeout: z.strictObject({ seconds, from: z.enum(["stated", "default", "inferred"]), exceeded: count }),
  policies: z.array(savings),
  suggestions: z.array(suggestion),
});

const target = z.strictObject({
  targetGroup: z.string(),
  target: z.string(),
  pod: z.string().nullable(),
  requests: count,
  lost: count,
  lostAt: z.array(time),
  firstRequest: time,
  lastRequest: time,
  started: time.nullable(),
  deleted: time.nullable(),
  deregistered: time.nullable(),
  sigterm: time.nullable(),
  ended: time.nullable(),
  propagation: z.strictObject({ least: seconds, most: seconds }).nullable(),
});

const connections = z.strictObject({ connections: count, failed: byName.describe("TLS handshakes that failed, by error") });

const otherLogs = z.strictObject({
  healthChecks: z.strictObject({ checks: count, targets: count, failed: byName }).nullable(),
  connections: connections.nullable(),
  nlbConnections: connections.nullable(),
  flows: z
    .strictObject({
      records: count,
      rejected: count,
      resets: count,
      unanswered: count,
      gaps: count,
      propagation: z.strictObject({ targets: count, longest: seconds, longestMost: seconds }).nullable(),
    })
    .nullable(),
});

export const traceReportSchema = z.strictObject({
  version: z.literal(reportVersion),
  window: z.strictObject({ since: time, until: time }).nullable().describe("arrival of the first and of the last request"),
  sources: z.array(
    z.strictObject({
      kind: z.string(),
      files: count,
      rows: count,
      skew: z.number().nullable().describe("added to the times of this source to match the load balancer's clock, in seconds"),
    }),
  ),
  requests: count,
  failed: count,
  lost: count,
  completeness: z
    .strictObject({ counted: count, logged: count })
    .nullable()
    .describe("failures that CloudWatch counted, and those of them in the log"),
  groups: z.array(group),
  targets: z.array(target),
  otherLogs,
  problems: z.array(z.string()),
}) satisfies z.ZodType<TraceReport>;
