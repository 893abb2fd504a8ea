import type { Finding } from "#model/findings/finding.ts";

/** Whether a release may go on. What cannot be judged may: a gate is no reason to roll back what nobody knows to be wrong. */
export interface GateVerdict {
  readonly ok: boolean;
  /** `unknown`: there is no such workload, or none that can be evaluated; `out-of-scope`: nobody asked for it to be judged. */
  readonly outcome: "passed" | "refused" | "unknown" | "out-of-scope" | "not-synced";
  /** One line, at most 500 characters. */
  readonly line: string;
  /** What the release would lose requests by; empty where it may go on. */
  readonly findings: readonly Finding[];
}
