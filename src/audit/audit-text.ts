import { ruleCounts, ruleTable } from "#check/rule-counts.ts";
import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload, AuditReport } from "#model/reports/audit-report.ts";
import { controllerLines } from "#wording/cluster/controller-words.ts";
import { nodeLines } from "#wording/cluster/node-words.ts";
import { findingText } from "#wording/finding-text.ts";
import { type Paint, paintWith } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { remedySteps } from "#wording/remedy-words.ts";
import { table } from "#wording/table.ts";
import { wrap } from "#wording/wrap.ts";
import { groupTables } from "./audit-groups.ts";
import type { AuditOverview, RankedWorkload } from "./audit-overview.ts";
import { auditSentences, scopeSentences } from "./audit-sentences.ts";
import { nextCommands } from "./next-commands.ts";
import { titleOf } from "./report-findings.ts";

export interface AuditTextOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  /** Lines that are worth reading one by one; with more, findings are counted by rule. */
  readonly rows: number;
  readonly color: boolean;
}

/** An audit for people: what it costs, who pays, what to fix first, and what to run next. */
export function auditText(overview: AuditOverview, { width, rows, color }: AuditTextOptions): string {
  const paint = paintWith(color);
  const { report, findings, source } = overview;
  const each = [
    ...overview.ranked.map(({ explanation }) => underTitle(printRef(explanation.subject), explanation.findings, width, paint)),
    underTitle(titleOf("namespaceFindings"), report.namespaceFindings, width, paint),
  ].filter((lines) => lines.length > 0);
  const tooMany = each.flat().length > rows;
  const blocks = [
    headline(overview, width, paint),
    ...groupTables(overview.groups, paint),
    ...(tooMany ? [fixFirst(overview.ranked, width, paint), countedByRule(findings, width, paint)] : each),
    controllerBlock(report, width, paint),
    underTitle(titleOf("floorFindings"), report.floorFindings, width, paint),
    nodeBlock(report, width, paint),
    skipped(report.workloads, paint),
    source.unreadable.flatMap((line) => hanging("not read: ", line, width).map((text) => paint("warning", text))),
    next(overview, paint),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function headline(overview: AuditOverview, width: number, paint: Paint): readonly string[] {
  const [first = "", ...others] = auditSentences(overview);
  const tone = overview.totals.errors > 0 ? "error" : overview.totals.warnings > 0 ? "warning" : "good";
  return [
    ...wrap(printable(first), width).map((line) => paint("strong", paint(tone, line))),
    ...[...others, ...scopeSentences(overview)].flatMap((text) => wrap(printable(text), width)),
  ];
}

const most = 3;

/** Not the findings of a workload one by one: the values that make all of them go away together. */
function fixFirst(ranked: readonly RankedWorkload[], width: number, paint: Paint): readonly string[] {
  const lines = ranked
    .filter(({ explanation }) => explanation.remedy !== undefined)
    .slice(0, most)
    .flatMap(({ explanation }, at) => [
      `  ${at + 1}. ${paint("strong", printable(printRef(explanation.subject)))}`,
      ...(explanation.remedy === undefined ? [] : remedySteps(explanation.remedy)).flatMap((step) =>
        hanging("     - ", step, width),
      ),
    ]);
  return lines.length === 0 ? [] : [paint("strong", "Fix first"), ...lines];
}

const countedByRule = (findings: readonly Finding[], width: number, paint: Paint): readonly string[] => [
  ...ruleTable(ruleCounts(findings), paint),
  ...wrap("One rule only: --rule RULE. What a rule means: outlive rules RULE. Everything on one page: -o html.", width).map(
    (line) => paint("quiet", line),
  ),
];

function controllerBlock({ controller, controllerFindings }: AuditReport, width: number, paint: Paint): readonly string[] {
  const title = titleOf("controllerFindings");
  const known = controllerLines(controller).flatMap((line) => wrap(printable(line), width - 2).map((text) => `  ${text}`));
  const found = underTitle(title, controllerFindings, width, paint);
  return known.length === 0 ? found : [paint("strong", title), ...known, ...found.slice(1)];
}

function nodeBlock({ nodes }: AuditReport, width: number, paint: Paint): readonly string[] {
  const lines = nodeLines(nodes).flatMap((line) => wrap(printable(line), width - 2).map((text) => `  ${text}`));
  return lines.length === 0 ? [] : [paint("strong", "Nodes"), ...lines];
}

function underTitle(title: string, findings: readonly Finding[], width: number, paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap((finding) => {
    const { what, todo } = findingText(finding);
    const head = `  ${paint(finding.severity, finding.severity)} ${paint("quiet", finding.rule)}`;
    return [head, ...hanging("    ", what, width), ...hanging("    fix: ", todo, width)];
  });
  return [paint("strong", printable(title)), ...lines];
}

/** The first line behind `lead`, the others as deep. */
const hanging = (lead: string, text: string, width: number): readonly string[] =>
  wrap(printable(text), width - lead.length).map((line, at) => (at === 0 ? lead : " ".repeat(lead.length)) + line);

function skipped(workloads: readonly AuditedWorkload[], paint: Paint): readonly string[] {
  const left = workloads.filter(({ explanation }) => explanation.skipped?.reason === "skipped-by-annotation");
  if (left.length === 0) return [];
  return table(
    [
      { head: "skipped", cell: ({ explanation }) => printable(printRef(explanation.subject)) },
      { head: "reason given", cell: ({ explanation }) => printable(explanation.skipped?.detail ?? "") },
    ],
    left,
    paint,
  );
}

function next(overview: AuditOverview, paint: Paint): readonly string[] {
  const commands = nextCommands(overview);
  if (commands.length === 0) return [];
  return [
    paint("strong", "Next"),
    ...commands.flatMap(({ command, why }) => [paint("quiet", `  # ${printable(why)}`), `  ${printable(command)}`]),
  ];
}
