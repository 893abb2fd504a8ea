import { printRef } from "#model/kubernetes/refs.ts";
import type { CheckReport, PlacedFinding } from "#model/reports/check-report.ts";
import { findingText } from "#wording/finding-text.ts";
import { type Paint, paintWith } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { table } from "#wording/table.ts";
import { wrap } from "#wording/wrap.ts";
import { checkSummary, summarySentence } from "./check-summary.ts";
import { ruleCounts, ruleTable } from "./rule-counts.ts";

export interface CheckTableOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly color: boolean;
  /** Lines that are read one by one; with more, findings are also counted by rule at the end, where the terminal stands. */
  readonly rows: number;
  /** Without what is not a finding: skipped workloads and the summary. */
  readonly quiet: boolean;
}

interface Page {
  readonly width: number;
  readonly paint: Paint;
}

/** A report for people, grouped by file, without a line feed at its end; empty where there is nothing to say. */
export function checkTable(report: CheckReport, { width, color, rows, quiet }: CheckTableOptions): string {
  const page = { width, paint: paintWith(color) };
  const files = byFile(report.findings).map(([file, findings]) => fileLines(file, findings, page));
  const counts = files.flat().length > rows ? ruleCounts(report.findings.map(({ finding }) => finding)) : [];
  const parts = [
    ...files,
    ...(quiet
      ? []
      : [skippedLines(report, page), counts.length === 0 ? [] : ruleTable(counts, page.paint), [summaryLine(report, page)]]),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** In the order in which files come first. */
export function byFile<T extends { readonly file: string }>(items: readonly T[]): readonly (readonly [string, readonly T[]])[] {
  const files = new Map<string, T[]>();
  for (const item of items) {
    const known = files.get(item.file);
    if (known === undefined) files.set(item.file, [item]);
    else known.push(item);
  }
  return [...files];
}

/** `-` is how a command line says it. */
export const fileName = (file: string): string => (file === "-" ? "standard input" : file);

const fileLines = (file: string, findings: readonly PlacedFinding[], page: Page): readonly string[] => [
  page.paint("strong", printable(fileName(file))),
  ...findings.flatMap((placed) => findingLines(placed, page)),
];

function findingLines({ finding, line }: PlacedFinding, { width, paint }: Page): readonly string[] {
  const { what, why, todo } = findingText(finding);
  const head = `  ${paint("quiet", `${line}:`)} ${paint(finding.severity, finding.severity)} ${paint("quiet", finding.rule)}`;
  return [head, ...hanging("    ", what, width), ...hanging("    why: ", why, width), ...hanging("    fix: ", todo, width)];
}

/** The first line behind `lead`, the others as deep. */
const hanging = (lead: string, text: string, width: number): readonly string[] =>
  wrap(printable(text), width - lead.length).map((line, at) => (at === 0 ? lead : " ".repeat(lead.length)) + line);

function skippedLines({ skipped }: CheckReport, { paint }: Page): readonly string[] {
  if (skipped.length === 0) return [];
  return table(
    [
      { head: "skipped", cell: ({ subject }) => printable(printRef(subject)) },
      { head: "where", cell: ({ file, line }) => printable(`${file}:${line}`) },
      { head: "reason", cell: ({ reason }) => printable(reason) },
    ],
    skipped,
    paint,
  );
}

function summaryLine(report: CheckReport, { paint }: Page): string {
  const { errors, warnings } = checkSummary(report);
  const tone = errors + report.unreadable.length > 0 ? "error" : warnings > 0 ? "warning" : "good";
  return paint(tone, summarySentence(report));
}
