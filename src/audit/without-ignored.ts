import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { withoutIgnored } from "#assessment/ignored-findings.ts";
import type { IgnoredFinding } from "#model/findings/ignored-finding.ts";
import type { AuditReport } from "#model/reports/audit-report.ts";
import { mapClusterFindings } from "./report-findings.ts";

/** What is about no single workload is ignored by the same entries as what is; workloads were explained without it already. */
export function withoutIgnoredAround(report: AuditReport, given: GivenContext): AuditReport {
  const context = decisionContext(given);
  const ignored: IgnoredFinding[] = [];
  const lists = mapClusterFindings(report, (findings) => {
    const sorted = withoutIgnored(findings, context);
    ignored.push(...sorted.ignored);
    return sorted.kept;
  });
  return { ...report, ...lists, ignored };
}
