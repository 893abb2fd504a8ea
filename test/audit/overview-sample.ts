import { type AuditOverview, type AuditSource, auditOverview, type OverviewOptions } from "#audit/audit-overview.ts";
import type { AuditReport } from "#model/reports/audit-report.ts";

export const sampleSource: AuditSource = {
  cluster: "staging",
  server: "https://staging.example:6443",
  kubernetes: "v1.36.3",
  at: "2026-11-28T01:00:00.000Z",
  version: "0.1.0",
  configuration: "configuration: defaults, because Outlive is not installed in this cluster",
  installed: false,
  unreadable: [],
};

export const overviewOf = (report: AuditReport, options: Partial<OverviewOptions> = {}): AuditOverview =>
  auditOverview(report, { preview: true, rate: 100, ownerOf: () => undefined, source: sampleSource, ...options });
