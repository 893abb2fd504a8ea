import type { OverrideProblemId } from "./finding.ts";

/** How bad each finding is that is about Outlive's own labels and annotations, and about what it skips. */
export const overrideProblemSeverities: Readonly<Record<OverrideProblemId, "error" | "warning">> = {
  "override-invalid": "error",
  "policy-unknown": "error",
  "mode-unknown": "warning",
  "skip-without-reason": "error",
  "ignore-invalid": "warning",
  "container-unknown": "error",
  "value-not-text": "error",
  "custom-prestop-hook": "warning",
  "hook-continues": "warning",
  "sleep-program-missing": "warning",
  "injected-sleep-restored": "warning",
  "injected-value-lowered": "warning",
  "prestop-over-ceiling": "error",
  "attribute-removed": "warning",
  "restart-needed": "warning",
  "restart-may-be-needed": "warning",
  "more-findings": "warning",
};
