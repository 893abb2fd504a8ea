/** An audit in the form of a check of manifests, for the formats of CI systems: each workload is a file that is called by its name. */
import type { Finding } from "#model/findings/finding.ts";
import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import type { CheckReport, PlacedFinding } from "#model/reports/check-report.ts";
import type { AuditOverview } from "./audit-overview.ts";

/** `web/deployment/shop`. */
const fileOf = ({ namespace, kind, name }: ObjectRef): string =>
  [namespace ?? "", kind.toLowerCase(), name].filter(Boolean).join("/");

const placed = (finding: Finding): PlacedFinding => ({ finding, file: fileOf(finding.subject), line: 1 });

/** What several workloads have in common, such as a route, is one finding. */
export function auditAsCheck({ ranked, report, findings, source }: AuditOverview): CheckReport {
  const distinct = new Map(
    findings.map((finding) => [
      JSON.stringify([finding.rule, printRef(finding.subject), finding.path, finding.details]),
      finding,
    ]),
  );
  const skipped = ranked.flatMap(({ explanation: { subject, skipped: left } }) =>
    left?.reason === "skipped-by-annotation" ? [{ subject, reason: left.detail ?? "", file: fileOf(subject), line: 1 }] : [],
  );
  return {
    findings: [...distinct.values()].map(placed),
    ignored: [...ranked.flatMap(({ explanation }) => explanation.ignored), ...report.ignored],
    skipped,
    checked: ranked.map(({ explanation: { subject } }) => ({ subject, file: fileOf(subject), line: 1 })),
    unreadable: source.unreadable.map((message) => ({ file: source.cluster ?? "cluster", line: undefined, message })),
  };
}
