/** What `outlive trace --print-sql athena` prints. The columns are those of the table that the Athena user guide creates for ALB logs. */
import type { Window } from "#trace/logs/request-log.ts";
import { sketchBuckets, sketchLogRatio } from "#trace/measures/sketch.ts";
import { printUtc } from "#trace/time/utc.ts";
import { failuresMark, targetsMark } from "./result-columns.ts";

export const queryDialects = ["athena"] as const;

const table = "alb_access_logs";

/** A time has six digits of a second, Athena's own function reads three. */
const milliseconds = (column: string): string =>
  `to_unixtime(from_iso8601_timestamp(substr(${column}, 1, 19) || 'Z')) * 1000 + CAST(substr(${column}, 21, 6) AS double) / 1000`;

const wholeMs = (column: string): string => `CASE WHEN ${column} < 0 THEN -1 ELSE CAST(round(${column} * 1000) AS bigint) END`;

const within = ({ sinceMs, untilMs }: Window): readonly string[] => [
  ...(Number.isFinite(sinceMs) ? [`request_creation_time >= '${printUtc(sinceMs).slice(0, -1)}'`] : []),
  ...(Number.isFinite(untilMs) ? [`request_creation_time <= '${printUtc(untilMs).slice(0, -1)}999Z'`] : []),
];

const rowsOfLog = (conditions: readonly string[]): string => `WITH rows_of_log AS (
  SELECT
    type, time, elb, target_group_arn, actions_executed, trace_id, request_verb, request_creation_time,
    CASE WHEN target_port IS NULL THEN '-' ELSE concat(target_ip, ':', CAST(target_port AS varchar)) END AS target,
    coalesce(regexp_extract("$path", 'Z_([0-9a-fA-F.:]+)_[^_/]*$', 1), '-') AS node,
    coalesce(regexp_extract(request_url, '^([^?]*)', 1), '') AS path,
    lambda_error_reason AS error_reason,
    TRY_CAST(elb_status_code AS integer) AS status,
    TRY_CAST(target_status_code AS integer) AS target_status,
    ${wholeMs("request_processing_time")} AS request_ms,
    ${wholeMs("target_processing_time")} AS target_ms,
    ${wholeMs("response_processing_time")} AS response_ms,
    ${milliseconds("time")} AS done_ms,
    ${milliseconds("request_creation_time")} AS created_ms
  FROM ${table}
  WHERE ${conditions.join("\n    AND ")}
)`;

const isFailure = "(status BETWEEN 500 AND 599 OR status IN (0, 460))";

const failuresQuery = (window: Window): string => `${rowsOfLog(["time IS NOT NULL", ...within(window)])}
SELECT
  '${failuresMark}' AS outlive, type, time, elb, target, request_ms, target_ms, response_ms, status,
  target_status, request_verb AS method, to_hex(md5(to_utf8(path))) AS path_hash, target_group_arn,
  to_hex(md5(to_utf8(trace_id))) AS trace_hash, request_creation_time AS created, actions_executed AS actions,
  error_reason, node
FROM rows_of_log
WHERE ${isFailure}`;

const minuteOf = (ms: string): string => `CAST(floor(${ms} / 60000) AS bigint)`;
/** One bit for each ten seconds of the minute. */
const slotOf = (ms: string): string => `CAST(power(2, floor(${ms} / 10000) - 6 * floor(${ms} / 60000)) AS bigint)`;

const bucketOf = (ms: string): string =>
  `CAST(CASE WHEN ${ms} < 0.5 THEN 0 WHEN ${ms} <= 1 THEN 1 ELSE least(ceil(ln(${ms}) / ${sketchLogRatio}) + 1, ${sketchBuckets - 1}) END AS bigint)`;

/** What each request is counted as. One pass over the log makes all of them, since Athena bills what it scans. */
interface Part {
  readonly kind: string;
  readonly target?: string;
  readonly node?: string;
  readonly method?: string;
  readonly bucket: string;
  readonly ms: string;
  readonly slots?: string;
  readonly where: string;
}

const notWebSocket = "type NOT IN ('ws', 'wss')";
const complete = `status = target_status AND response_ms >= 0 AND ${notWebSocket}`;

const parts: readonly Part[] = [
  {
    kind: "arrival",
    target: `CASE WHEN ${notWebSocket} THEN target ELSE '-' END`,
    node: "node",
    bucket: minuteOf("created_ms"),
    ms: "created_ms",
    slots: slotOf("created_ms"),
    where: "time IS NOT NULL",
  },
  {
    kind: "answer",
    target: "target",
    bucket: minuteOf("done_ms"),
    ms: "done_ms",
    slots: slotOf("done_ms"),
    where: `target_status IS NOT NULL AND target <> '-' AND ${notWebSocket}`,
  },
  { kind: "status", bucket: "coalesce(status, -1)", ms: "created_ms", where: "time IS NOT NULL" },
  {
    kind: "duration",
    method: "CASE WHEN request_verb IN ('GET', 'POST', 'PUT') THEN request_verb ELSE 'other' END",
    bucket: bucketOf("greatest(done_ms - created_ms, 0)"),
    ms: "greatest(done_ms - created_ms, 0)",
    where: complete,
  },
  {
    kind: "target-time",
    bucket: bucketOf("target_ms"),
    ms: "CAST(target_ms AS double)",
    where: `${complete} AND target_ms >= 0`,
  },
  { kind: "websocket", bucket: bucketOf("done_ms - created_ms"), ms: "done_ms - created_ms", where: `NOT ${notWebSocket}` },
  // Lines that do not fit the table's pattern become rows without values, which nobody notices otherwise.
  { kind: "unread", bucket: "0", ms: "CAST(0 AS double)", where: "time IS NULL" },
];

/** A value for each kind of part; `otherwise` where a part has none. */
function perKind(value: (part: Part) => string | undefined, otherwise: string): string {
  const cases = parts.flatMap((part) => {
    const text = value(part);
    return text === undefined ? [] : [`\n      WHEN '${part.kind}' THEN ${text}`];
  });
  return `CASE kind${cases.join("")}\n      ELSE ${otherwise} END`;
}

const targetsQuery = (window: Window): string => {
  const inWindow = within(window).map((condition) => `(time IS NULL OR ${condition})`);
  return `${rowsOfLog(inWindow.length === 0 ? ["true"] : inWindow)},
parts AS (
  SELECT
    kind, coalesce(elb, '-') AS elb, coalesce(target_group_arn, '-') AS target_group_arn,
    ${perKind(({ target }) => target, "'-'")} AS target,
    ${perKind(({ node }) => node, "'-'")} AS node,
    ${perKind(({ method }) => method, "'-'")} AS method,
    ${perKind(({ bucket }) => bucket, "0")} AS bucket,
    ${perKind(({ ms }) => ms, "CAST(0 AS double)")} AS ms,
    ${perKind(({ slots }) => slots, "0")} AS slot
  FROM rows_of_log
  CROSS JOIN (VALUES ${parts.map(({ kind }) => `('${kind}')`).join(", ")}) AS kinds (kind)
  WHERE NOT coalesce(${isFailure}, false)
    AND ${perKind(({ where }) => where, "false")}
)
SELECT
  '${targetsMark}' AS outlive, kind, elb, target_group_arn, target, node, method, bucket,
  count(*) AS requests, min(ms) AS first_ms, max(ms) AS last_ms, bitwise_or_agg(slot) AS slots
FROM parts
GROUP BY kind, elb, target_group_arn, target, node, method, bucket`;
};

/** Both queries with what to do with them, as comments. */
export const athenaSql = (
  window: Window,
): string => `-- Two queries for Amazon Athena. Create the table ${table} as the Athena user guide
-- says under "Create the table for ALB access logs", or put the name of your own table in its place.
-- Where the table has partitions, add a condition on them to each WHERE of ${table}: what is not
-- scanned is not billed. Run each query, download its result as CSV, and hand both files to
--   outlive trace failures.csv targets.csv --events ...

-- 1 of 2: failed requests, with what the rules need. Paths and trace ids are hashed.
${failuresQuery(window)};

-- 2 of 2: all other requests, counted by target and minute, and histograms of durations.
${targetsQuery(window)};`;
