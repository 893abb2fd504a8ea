/** Every finding of an audit: outputs, counts, exit codes and baselines are all made from these. */
import type { Finding } from "#model/findings/finding.ts";
import type { AuditReport } from "#model/reports/audit-report.ts";

/** The lists of a report that belong to no workload: one that is not here does not compile. */
export type ClusterFindings = {
  [Field in keyof AuditReport]: AuditReport[Field] extends readonly Finding[] ? Field : never;
}[keyof AuditReport];

/** In the order in which they are read. */
const titles: Readonly<Record<ClusterFindings, string>> = {
  namespaceFindings: "Namespaces out of scope",
  controllerFindings: "Load balancer controller",
  floorFindings: "Floor",
};

export const clusterFindings = Object.keys(titles) as readonly ClusterFindings[];

export const titleOf = (list: ClusterFindings): string => titles[list];

export const findingsOf = (report: AuditReport): readonly Finding[] => [
  ...report.workloads.flatMap(({ explanation }) => explanation.findings),
  ...clusterFindings.flatMap((list) => report[list]),
];

/** Each list by itself; one that is not here does not compile either. */
export const mapClusterFindings = (
  report: AuditReport,
  change: (findings: readonly Finding[]) => readonly Finding[],
): Pick<AuditReport, ClusterFindings> => ({
  namespaceFindings: change(report.namespaceFindings),
  controllerFindings: change(report.controllerFindings),
  floorFindings: change(report.floorFindings),
});

export const withFindings = (report: AuditReport, keep: (finding: Finding) => boolean): AuditReport => ({
  ...report,
  ...mapClusterFindings(report, (findings) => findings.filter(keep)),
  workloads: report.workloads.map((workload) => ({
    ...workload,
    explanation: { ...workload.explanation, findings: workload.explanation.findings.filter(keep) },
  })),
});
