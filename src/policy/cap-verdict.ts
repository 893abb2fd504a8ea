import type { Verdict } from "#model/admission/decision.ts";
import { capFindings } from "#model/findings/cap-findings.ts";

/** What a decision says is bounded, however much is wrong with what it is about. The decision itself was made on all of it. */
export function capVerdict(verdict: Verdict): Verdict {
  const findings = capFindings(verdict.findings);
  switch (verdict.kind) {
    case "skip":
      return { ...verdict, findings };
    case "admit":
      return { ...verdict, findings, remaining: capFindings(verdict.remaining) };
    case "deny":
      return { ...verdict, findings, because: capFindings(verdict.because) };
  }
}
