import type { Finding } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload, AuditReport } from "#model/reports/audit-report.ts";
import { counted } from "#wording/counted.ts";
import { findingText } from "#wording/finding-text.ts";
import { type Paint, paintWith } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { table } from "#wording/table.ts";
import { wrap } from "#wording/wrap.ts";
import { auditSummary } from "./audit-summary.ts";

export interface AuditTextOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly color: boolean;
}

/** An audit for people: one line a workload, then what is wrong with each, then who is skipped and why. */
export function auditText(report: AuditReport, { width, color }: AuditTextOptions): string {
  const paint = paintWith(color);
  const { workloads } = report;
  const blocks = [
    workloads.length === 0 ? ["no workload is in scope; label a namespace with outlive.dev/mode"] : overview(workloads, paint),
    ...workloads.map(({ explanation }) => underTitle(printRef(explanation.subject), explanation.findings, width, paint)),
    underTitle("Namespaces out of scope", report.namespaceFindings, width, paint),
    skipped(workloads, paint),
    [sentence(report)],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const printed = (value: Seconds | undefined): string => (value === undefined ? "none" : `${value}`);

const overview = (workloads: readonly AuditedWorkload[], paint: Paint): readonly string[] =>
  table(
    [
      { head: "workload", cell: ({ explanation }) => printable(printRef(explanation.subject)) },
      { head: "mode", cell: ({ explanation }) => explanation.mode },
      { head: "sleep", cell: ({ explanation }) => printed(explanation.current.preStop), align: "right" },
      { head: "needed", cell: ({ explanation }) => printed(explanation.required.preStop), align: "right" },
      { head: "grace", cell: ({ explanation }) => printed(explanation.current.gracePeriod), align: "right" },
      { head: "needed", cell: ({ explanation }) => printed(explanation.required.gracePeriod), align: "right" },
      { head: "pods", cell: ({ pods }) => `${pods}`, align: "right" },
      { head: "to restart", cell: ({ outdatedPods }) => `${outdatedPods}`, align: "right" },
      { head: "findings", cell: ({ explanation }) => `${explanation.findings.length}`, align: "right" },
    ],
    workloads,
    paint,
  );

function underTitle(title: string, findings: readonly Finding[], width: number, paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap((finding) => {
    const { what, todo } = findingText(finding);
    const head = `  ${paint(finding.severity, finding.severity)} ${paint("quiet", finding.rule)}`;
    const text = [...wrap(printable(what), width - 4), ...wrap(printable(`fix: ${todo}`), width - 4)];
    return [head, ...text.map((line) => `    ${line}`)];
  });
  return [paint("strong", printable(title)), ...lines];
}

function skipped(workloads: readonly AuditedWorkload[], paint: Paint): readonly string[] {
  const left = workloads.filter(({ explanation }) => explanation.skipped !== undefined);
  if (left.length === 0) return [];
  return table(
    [
      { head: "skipped", cell: ({ explanation }) => printable(printRef(explanation.subject)) },
      { head: "why", cell: ({ explanation }) => explanation.skipped?.reason ?? "" },
      { head: "reason given", cell: ({ explanation }) => printable(explanation.skipped?.detail ?? "") },
    ],
    left,
    paint,
  );
}

function sentence(report: AuditReport): string {
  const { workloads, errors, warnings, outdatedPods, outOfScope } = auditSummary(report);
  const found = [counted(errors, "error"), counted(warnings, "warning"), `${counted(outdatedPods, "Pod")} to restart`];
  return `${counted(workloads, "workload")} in scope: ${found.join(", ")}; ${counted(outOfScope, "workload")} out of scope`;
}
