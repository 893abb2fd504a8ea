import { auditAsCheck } from "#audit/audit-as-check.ts";
import { auditJsonParts } from "#audit/audit-json.ts";
import type { AuditOverview } from "#audit/audit-overview.ts";
import { auditText } from "#audit/audit-text.ts";
import { auditPageParts } from "#audit/page/audit-page.ts";
import { checkJunit } from "#check/check-junit.ts";
import { checkSarif } from "#check/check-sarif.ts";
import { type CommandIo, rowsOf, wantsColor, widthOf } from "#cli/io.ts";
import { version } from "#cli/version.ts";
import type { Severity } from "#model/findings/finding.ts";
import { jsonText } from "#wording/printable.ts";
import type { AuditOptions } from "./audit-options.ts";

/** What is printed, in parts: the report on a large cluster is long. */
export function renderedAudit(
  overview: AuditOverview,
  { output, failOn }: Pick<AuditOptions, "output" | "failOn">,
  io: CommandIo,
): Iterable<string> {
  switch (output) {
    case "table": {
      const text = auditText(overview, { width: widthOf(io.stdout), rows: rowsOf(io.stdout), color: wantsColor(io) });
      return [`${text}\n`];
    }
    case "json":
      return auditJsonParts(overview);
    case "html":
      return auditPageParts(overview);
    case "sarif":
      return [`${jsonText(checkSarif(auditAsCheck(overview), version), 2)}\n`];
    case "junit":
      return [`${checkJunit(auditAsCheck(overview), failing(failOn), "outlive audit")}\n`];
  }
}

const failing = (failOn: AuditOptions["failOn"]): ReadonlySet<Severity> =>
  new Set<Severity>(failOn === "never" ? [] : failOn === "warning" ? ["error", "warning"] : ["error"]);
