import type { FindingId } from "#model/findings/finding-id.ts";

/** Findings of one rule that are not reported, and why. */
export interface IgnoredRule {
  readonly rule: FindingId;
  readonly reason: string;
  /** Undefined for all namespaces. */
  readonly namespaces?: readonly string[] | undefined;
}
