import type { SkipReason, Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";

export const skip = (reason: SkipReason, detail?: string, findings: readonly Finding[] = []): Verdict => ({
  kind: "skip",
  reason,
  ...(detail === undefined ? {} : { detail }),
  findings,
});
