/** What `outlive probe` reports; `-o json` prints it as it is. Times are RFC 3339 in UTC, durations seconds. */
import type { ConnectionKind, RequestError } from "#probe/results/outcome.ts";
import type { DurationReport, TraceReport } from "#trace/report/report.ts";

export const probeReportVersion = 1;

export interface ProbeReport {
  readonly version: typeof probeReportVersion;
  /** Scheme, host and path; null where nothing was sent. */
  readonly url: string | null;
  readonly window: { readonly since: string; readonly until: string };
  /** It was ended before its time was over. */
  readonly interrupted: boolean;
  readonly load: LoadReport | null;
  readonly recording: RecordingReport | null;
  /** Causes of failed requests, as `outlive trace` reports them. */
  readonly trace: TraceReport;
  /** False where the file of the recording lacks something. */
  readonly complete: boolean;
  /** What limits the result, in sentences. */
  readonly problems: readonly string[];
}

export interface LoadReport {
  /** Requests a second, as planned. */
  readonly rate: number;
  readonly plannedSeconds: number;
  /** Statuses that count as a success. */
  readonly accepted: string;
  readonly requests: number;
  readonly succeeded: number;
  readonly failed: number;
  /** In percent. */
  readonly success: number;
  readonly minSuccess: number | null;
  /** False where the success is below the minimum. */
  readonly passed: boolean;
  /** Planned requests that were not sent: too many under way, or this machine was held up. */
  readonly notSent: { readonly overLimit: number; readonly late: number };
  /** Under way when the probe was ended; neither a success nor a failure. */
  readonly unfinished: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<RequestError, number>>;
  readonly connections: Readonly<Record<ConnectionKind, CountReport>>;
  readonly addresses: readonly (CountReport & { readonly address: string; readonly durations: DurationReport | null })[];
  /** Of successful requests. */
  readonly durations: DurationReport | null;
}

export interface CountReport {
  readonly requests: number;
  readonly failed: number;
}

export interface RecordingReport {
  /** Pods that were seen, and those of them whose deletion was; null where only the health of targets is recorded. */
  readonly pods: number | null;
  readonly deleted: number;
  readonly lines: number;
  /** Path of the file; null where none was requested. */
  readonly file: string | null;
  /** Interruptions of the watches, and the longest one in seconds. */
  readonly interruptions: number;
  readonly longestInterruption: number;
}
