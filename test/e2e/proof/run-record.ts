import type { TargetState } from "../alb/target-health.ts";
import type { TracedRun } from "./evidence/traced-run.ts";
import { type RequestResult, succeeded } from "./request-result.ts";
import { type Lane, longestWithout } from "./spans.ts";

export type PodPhase = "pending" | "starting" | "ready" | "terminating";

/** A request that the load balancer did not answer well, as its access log tells it. */
export interface LostRequest {
  /** When it began: some are answered only after the connect timeout. */
  readonly atMs: number;
  readonly status: number;
  /** `ip:port`; undefined where no target was tried. */
  readonly target: string | undefined;
}

/** Everything that one run has shown. */
export interface RunRecord {
  readonly fromMs: number;
  readonly toMs: number;
  readonly targets: readonly Lane<TargetState>[];
  /** Named `name ip`. */
  readonly pods: readonly Lane<PodPhase>[];
  readonly requests: readonly RequestResult[];
  readonly lost: readonly LostRequest[];
  /** What `outlive trace` says about the access log; undefined where there is none. */
  readonly traced?: TracedRun | undefined;
}

export interface Outcome {
  readonly requests: number;
  readonly failed: number;
  /** Of vegeta's kind: percent of requests. */
  readonly successPercent: number;
  /** Count by status code, 0 for no whole answer. */
  readonly codes: Readonly<Record<string, number>>;
  readonly withoutHealthyMs: number;
  /** From the first request of the longest unbroken row of failures to its last. */
  readonly longestFailureMs: number;
}

export function outcomeOf({ requests, targets, fromMs, toMs }: RunRecord): Outcome {
  const failed = requests.filter((result) => !succeeded(result));
  const codes: Record<string, number> = {};
  for (const { status, error } of requests) {
    const code = error === "" ? String(status) : "0";
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return {
    requests: requests.length,
    failed: failed.length,
    successPercent: requests.length === 0 ? 0 : ((requests.length - failed.length) / requests.length) * 100,
    codes,
    withoutHealthyMs: longestWithout(targets, "healthy", fromMs, toMs),
    longestFailureMs: longestFailure(requests),
  };
}

function longestFailure(requests: readonly RequestResult[]): number {
  let longestMs = 0;
  let sinceMs: number | undefined;
  for (const result of requests) {
    if (succeeded(result)) sinceMs = undefined;
    else {
      sinceMs ??= result.atMs;
      longestMs = Math.max(longestMs, result.atMs - sinceMs);
    }
  }
  return longestMs;
}
