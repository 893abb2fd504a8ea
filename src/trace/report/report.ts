/** What `outlive trace` reports; `-o json` prints it as it is. Times are RFC 3339 in UTC, durations seconds. */
import type { Cause, Confidence } from "#trace/attribution/cause.ts";
import type { Weight } from "#trace/attribution/rules.ts";
import type { Savings } from "#trace/measures/savings.ts";
import type { Suggestion } from "#trace/measures/suggestions.ts";
import type { OtherLogsReport } from "./other-logs-report.ts";

export const reportVersion = 1;

export interface TraceReport {
  readonly version: typeof reportVersion;
  /** Arrival of the first and of the last request; null without any. */
  readonly window: { readonly since: string; readonly until: string } | null;
  readonly sources: readonly SourceReport[];
  readonly requests: number;
  readonly failed: number;
  readonly lost: number;
  /** Failures that CloudWatch counted, and how many of them are in the log; null without such metrics. */
  readonly completeness: { readonly counted: number; readonly logged: number } | null;
  readonly groups: readonly GroupReport[];
  readonly targets: readonly TargetReport[];
  readonly otherLogs: OtherLogsReport;
  /** What was not read, or what limits the result, in sentences. */
  readonly problems: readonly string[];
}

export interface SourceReport {
  readonly kind: string;
  readonly files: number;
  readonly rows: number;
  /** Added to the times of this source to match the load balancer's clock, in seconds; null for the log itself. */
  readonly skew: number | null;
}

export interface GroupReport {
  /** Empty for requests that reached no target group. */
  readonly targetGroup: string;
  readonly loadBalancer: string;
  readonly requests: number;
  readonly failed: number;
  readonly lost: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly durations: DurationReport | null;
  readonly targetTimes: DurationReport | null;
  readonly byMethod: Readonly<Record<string, DurationReport>>;
  readonly webSockets: DurationReport | null;
  readonly causes: readonly CauseReport[];
  /** Lost requests by path, with ids as `*`, and by client; only with `--show`, the ten with most losses. */
  readonly paths?: readonly ShownReport[];
  readonly clients?: readonly ShownReport[];
  readonly propagation: PropagationReport | null;
  /** The longest time in which every target was draining or did not respond yet; null where there was none, or no event tells. */
  readonly allDraining: { readonly from: string; readonly seconds: number } | null;
  readonly keepAliveRaces: { readonly count: number; readonly perMillion: number };
  readonly idleTimeout: { readonly seconds: number; readonly from: "stated" | "default" | "inferred"; readonly exceeded: number };
  readonly policies: readonly Savings[];
  readonly suggestions: readonly Suggestion[];
}

export interface ShownReport {
  readonly name: string;
  readonly lost: number;
}

export interface DurationReport {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly longest: number;
  /** Requests that were cut: they would have taken longer than they did. */
  readonly cut: number;
  /** Quantiles that are lower bounds, because of requests that were cut. */
  readonly atLeast: readonly ("p50" | "p90" | "p99" | "p999")[];
}

export interface CauseReport {
  /** Number of the rule in docs/trace-rules.md. */
  readonly rule: number;
  readonly cause: Cause;
  readonly title: string;
  readonly weight: Weight;
  readonly confidence: Confidence;
  readonly count: number;
  /** Requests of one target that failed in the same moment count as one. */
  readonly incidents: number;
  readonly remedy: string;
  /** The shortest preStop sleep that would have saved all of them, in whole seconds; null where no sleep would. */
  readonly savedBySleep: number | null;
  readonly examples: readonly ExampleReport[];
}

export interface ExampleReport {
  readonly at: string;
  readonly target: string | null;
  readonly pod: string | null;
  readonly status: string;
  readonly targetStatus: string;
  readonly seconds: number;
  /** Only with `--show`. */
  readonly path?: string;
  readonly client?: string;
  /** Events that the cause was evaluated by, with their sources. */
  readonly events: readonly { readonly what: string; readonly at: string; readonly source: string }[];
}

export interface PropagationReport {
  readonly targets: number;
  readonly from: "deletion" | "deregistration";
  readonly p50: number;
  readonly p90: number;
  readonly longest: number;
  /** By then the target that was used longest was out of use, with 95 % confidence. */
  readonly longestMost: number;
  readonly nodeSpread: number;
}

export interface TargetReport {
  readonly targetGroup: string;
  readonly target: string;
  readonly pod: string | null;
  readonly requests: number;
  readonly lost: number;
  /** Arrivals of requests that were lost to the end or the start of the target; the first 200. */
  readonly lostAt: readonly string[];
  readonly firstRequest: string;
  readonly lastRequest: string;
  readonly started: string | null;
  readonly deleted: string | null;
  readonly deregistered: string | null;
  readonly sigterm: string | null;
  readonly ended: string | null;
  /** From deletion to the last request that was sent to it, in seconds: at least and at most. */
  readonly propagation: { readonly least: number; readonly most: number } | null;
}
