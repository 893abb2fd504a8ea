import type { Finding } from "./finding.ts";

/** A finding that somebody has decided to live with. */
export interface IgnoredFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** Object or setting that says so, for people. */
  readonly by: string;
}
