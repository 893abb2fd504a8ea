import type { Target } from "./target.ts";
import { targetName } from "./target.ts";

/** One request as an access log of an ALB tells it. Times of processing are in seconds, -1 where there was none. */
export interface AccessLogEntry {
  readonly type: "http" | "https" | "h2" | "grpcs" | "ws" | "wss";
  /** Milliseconds since 1970 of the moment the answer was ready. */
  readonly atMs: number;
  readonly createdMs: number;
  readonly loadBalancer: string;
  readonly client: string;
  /** Undefined where no target was tried. */
  readonly target: Target | undefined;
  readonly requestProcessingSeconds: number;
  readonly targetProcessingSeconds: number;
  readonly responseProcessingSeconds: number;
  /** 0 is written as `000`. */
  readonly elbStatus: number;
  /** Undefined where the target gave no status. */
  readonly targetStatus: number | undefined;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly userAgent: string;
  readonly targetGroup: string | undefined;
  readonly traceId: string;
  readonly domain: string;
  /** Of the rule that matched; 0 is the listener's default. */
  readonly rulePriority: number;
  /** What that rule did, such as `forward` or `waf,forward`. */
  readonly actions: string;
  /** One for all requests of a client's connection. */
  readonly connectionId: string;
  /** Address of the node of the load balancer. */
  readonly node: string;
}

/** The fields of a line in their order ("Access log entries" of the user guide for Application Load Balancers, as of 2026). */
export const accessLogFields = [
  "type",
  "time",
  "elb",
  "client:port",
  "target:port",
  "request_processing_time",
  "target_processing_time",
  "response_processing_time",
  "elb_status_code",
  "target_status_code",
  "received_bytes",
  "sent_bytes",
  "request",
  "user_agent",
  "ssl_cipher",
  "ssl_protocol",
  "target_group_arn",
  "trace_id",
  "domain_name",
  "chosen_cert_arn",
  "matched_rule_priority",
  "request_creation_time",
  "actions_executed",
  "redirect_url",
  "error_reason",
  "target:port_list",
  "target_status_code_list",
  "classification",
  "classification_reason",
  "conn_trace_id",
  "transformed_host",
  "transformed_uri",
  "request_transform_status",
  "ip_address",
  "target_error_code",
  "elb_error_code",
] as const;

export type AccessLogField = (typeof accessLogFields)[number];

export function accessLogLine(entry: AccessLogEntry): string {
  const target = entry.target === undefined ? "-" : targetName(entry.target);
  const status = entry.targetStatus === undefined ? "-" : String(entry.targetStatus);
  const none = quoted("-");
  return [
    entry.type,
    timestamp(entry.atMs),
    entry.loadBalancer,
    entry.client,
    target,
    seconds(entry.requestProcessingSeconds),
    seconds(entry.targetProcessingSeconds),
    seconds(entry.responseProcessingSeconds),
    String(entry.elbStatus).padStart(3, "0"),
    status,
    String(entry.receivedBytes),
    String(entry.sentBytes),
    quoted(`${entry.method} ${entry.url} HTTP/${entry.httpVersion}`),
    quoted(entry.userAgent),
    ...["-", "-"],
    entry.targetGroup === undefined ? "-" : arn(entry.targetGroup),
    quoted(entry.traceId),
    quoted(entry.domain),
    none,
    String(entry.rulePriority),
    timestamp(entry.createdMs),
    ...[quoted(entry.actions), none, none, quoted(target), quoted(status), none, none],
    entry.connectionId,
    ...[none, none, none],
    entry.node,
    ...[none, none],
  ].join(" ");
}

/** The fields of a line by name; texts without their quotation marks. */
export function readAccessLogLine(line: string): Readonly<Record<AccessLogField, string>> {
  const texts = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quotedText, plain]) => quotedText ?? plain ?? "");
  return Object.fromEntries(accessLogFields.map((field, at) => [field, texts[at] ?? ""])) as Record<AccessLogField, string>;
}

/** With six digits of a second, as the log has them. */
const timestamp = (ms: number): string => new Date(ms).toISOString().replace("Z", "000Z");

const seconds = (value: number): string => (value < 0 ? "-1" : value.toFixed(3));

/** As real lines write them, so that a quotation mark always ends a field. */
const quoted = (text: string): string => `"${text.replaceAll("\\", "\\x5C").replaceAll('"', "\\x22") || "-"}"`;

const arn = (group: string): string => `arn:aws:elasticloadbalancing:emulated:000000000000:targetgroup/${group}/0000000000000000`;
