import type { ReportEvent } from "#continuous-audit/report-writer.ts";
import type { AuditMetrics } from "#server/audit-metrics.ts";
import type { Log } from "#server/log.ts";

/** Writes and counts what happens to reports; each report that is written only at the level debug. */
export const logReports =
  (log: Log, metrics: AuditMetrics) =>
  (event: ReportEvent): void => {
    switch (event.event) {
      case "written":
        metrics.reportWrite(event.write, "written");
        log.debug({ operation: event.write }, "policy report written");
        return;
      case "failed": {
        metrics.reportWrite(event.operation, "failed");
        const error = event.error instanceof Error ? event.error.message : String(event.error);
        log.warn({ operation: event.operation, error }, "policy report not written");
        return;
      }
      case "foreign":
        metrics.problem("foreign-report");
        log.warn({ report: event.name }, "a report with this name belongs to another tool; left as it is");
        return;
      case "api":
        if (event.api === undefined) {
          metrics.problem("no-report-api");
          log.warn("no API for policy reports: install the definitions of openreports.io or wgpolicyk8s.io");
        } else log.info({ api: event.api }, "writing policy reports");
    }
  };
