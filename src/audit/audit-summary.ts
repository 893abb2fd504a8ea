import type { Severity } from "#model/findings/finding.ts";
import type { AuditReport } from "#model/reports/audit-report.ts";
import { findingsOf } from "./report-findings.ts";

export interface AuditSummary {
  readonly workloads: number;
  readonly errors: number;
  readonly warnings: number;
  readonly outdatedPods: number;
  readonly outOfScope: number;
}

export function auditSummary(report: AuditReport): AuditSummary {
  const { workloads, outOfScope } = report;
  const findings = findingsOf(report);
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    workloads: workloads.length,
    errors: count("error"),
    warnings: count("warning"),
    outdatedPods: workloads.reduce((sum, { outdatedPods }) => sum + outdatedPods, 0),
    outOfScope,
  };
}
