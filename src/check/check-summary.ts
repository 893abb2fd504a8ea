import type { Severity } from "#model/findings/finding.ts";
import type { CheckReport } from "#model/reports/check-report.ts";
import { counted } from "#wording/counted.ts";

export interface CheckSummary {
  readonly errors: number;
  readonly warnings: number;
}

export function checkSummary({ findings }: Pick<CheckReport, "findings">): CheckSummary {
  const count = (severity: Severity): number => findings.filter(({ finding }) => finding.severity === severity).length;
  return { errors: count("error"), warnings: count("warning") };
}

/** `2 errors, 1 warning; 12 objects checked, 1 skipped`. */
export function summarySentence(report: CheckReport): string {
  const { errors, warnings } = checkSummary(report);
  const skipped = report.skipped.length === 0 ? "" : `, ${report.skipped.length} skipped`;
  const unreadable = report.unreadable.length === 0 ? "" : `; ${counted(report.unreadable.length, "input")} could not be read`;
  const ignored = report.ignored.length === 0 ? "" : `, ${counted(report.ignored.length, "finding")} ignored`;
  return `${counted(errors, "error")}, ${counted(warnings, "warning")}; ${counted(report.checked.length, "object")} checked${skipped}${ignored}${unreadable}`;
}
