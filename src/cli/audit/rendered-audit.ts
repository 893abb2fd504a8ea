import { auditAsCheck } from "#audit/audit-as-check.ts";
import { auditJson } from "#audit/audit-json.ts";
import type { AuditOverview } from "#audit/audit-overview.ts";
import { auditText } from "#audit/audit-text.ts";
import { auditPage } from "#audit/page/audit-page.ts";
import { checkJunit } from "#check/check-junit.ts";
import { checkSarif } from "#check/check-sarif.ts";
import { type CommandIo, rowsOf, wantsColor, widthOf } from "#cli/io.ts";
import { version } from "#cli/version.ts";
import type { Severity } from "#model/findings/finding.ts";
import { jsonText } from "#wording/printable.ts";
import type { AuditOptions } from "./audit-options.ts";

export function renderedAudit(
  overview: AuditOverview,
  { output, failOn }: Pick<AuditOptions, "output" | "failOn">,
  io: CommandIo,
): string {
  switch (output) {
    case "table":
      return auditText(overview, { width: widthOf(io.stdout), rows: rowsOf(io.stdout), color: wantsColor(io) });
    case "json":
      return jsonText(auditJson(overview), 2);
    case "html":
      return auditPage(overview).trimEnd();
    case "sarif":
      return jsonText(checkSarif(auditAsCheck(overview), version), 2);
    case "junit":
      return checkJunit(auditAsCheck(overview), failing(failOn), "outlive audit");
  }
}

const failing = (failOn: AuditOptions["failOn"]): ReadonlySet<Severity> =>
  new Set<Severity>(failOn === "never" ? [] : failOn === "warning" ? ["error", "warning"] : ["error"]);
