import { parseUtc, printClock, printDate } from "#trace/time/utc.ts";
import { type Paint, paintWith } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { table } from "#wording/table.ts";
import { wrap } from "#wording/wrap.ts";
import { type CauseRow, causeRows } from "./cause-rows.ts";
import { measuredLines } from "./measured-lines.ts";
import { counted, grouped, percent } from "./numbers.ts";
import { otherLogLines } from "./other-logs-report.ts";
import type { GroupReport, TraceReport } from "./report.ts";

export interface TraceTextOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly color: boolean;
}

/** The report for people: the answer first, without a line feed at its end. */
export function traceText(report: TraceReport, { width, color }: TraceTextOptions): string {
  const paint = paintWith(color);
  const parts = [
    heading(report, width, paint),
    ...report.groups.filter(isWorthShowing).map((group) => groupPart(group, report.groups.length > 1, width, paint)),
    otherLogLines(report.otherLogs).flatMap(([name, text]) => labelled(name, text, width)),
    notes(report, width, paint),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** Requests that reached no group and lost nothing need no part of their own. */
export const isWorthShowing = ({ targetGroup, failed }: GroupReport): boolean => targetGroup !== "" || failed > 0;

/** With how much of what CloudWatch counted is in the log, where that is known. */
export function windowText(report: TraceReport): string {
  const { completeness } = report;
  const span = spanText(report);
  return completeness === null ? span : `${span}, log complete to ${percent(completeness.logged, completeness.counted)}`;
}

function spanText({ window }: TraceReport): string {
  if (window === null) return "no requests";
  const [since, until] = [parseUtc(window.since) ?? 0, parseUtc(window.until) ?? 0];
  const end = printDate(since) === printDate(until) ? printClock(until) : `${printDate(until)} ${printClock(until)}`;
  return `${printDate(since)} ${printClock(since)} to ${end} UTC`;
}

export const summaryText = ({ requests, failed, lost }: TraceReport): string =>
  `${counted(requests, "request")}, ${grouped(lost)} lost (${percent(lost, requests)})${failed > lost ? `, ${grouped(failed - lost)} other errors` : ""}`;

const heading = (report: TraceReport, width: number, paint: Paint): readonly string[] => [
  windowText(report),
  ...wrap(summaryText(report), width).map((line) => paint(report.lost > 0 ? "error" : "good", line)),
];

export const groupName = ({ targetGroup }: GroupReport): string => (targetGroup === "" ? "(no target group)" : targetGroup);

function groupPart(group: GroupReport, several: boolean, width: number, paint: Paint): readonly string[] {
  const counts = several ? `  ${counted(group.requests, "request")}, ${grouped(group.lost)} lost` : "";
  return [
    `${paint("strong", printable(groupName(group)))}${counts}`,
    ...causeTable(group, width, paint),
    ...shownTable("path", group.paths, paint),
    ...shownTable("client", group.clients, paint),
    "",
    ...measuredLines(group).flatMap(([name, text]) => labelled(name, text, width)),
    ...policyTable(group, paint),
    ...suggestionLines(group, width),
  ];
}

export function causeTable(group: GroupReport, width: number, paint: Paint): readonly string[] {
  const rows = causeRows(group);
  if (rows.length === 0) return [paint("good", "no request failed")];
  const count = (value: number): string => (value === 0 ? "·" : grouped(value));
  const [head = "", ...lines] = table<CauseRow>(
    [
      { head: "count", cell: (row) => grouped(row.count), align: "right" },
      { head: "cause", cell: ({ title, weight }) => (weight === "none" ? `(${title})` : title) },
      { head: "sure", cell: ({ by }) => count(by.sure), align: "right" },
      { head: "likely", cell: ({ by }) => count(by.likely), align: "right" },
      { head: "guess", cell: ({ by }) => count(by.guess), align: "right" },
    ],
    rows,
    paint,
  );
  return [head, ...lines.flatMap((line, at) => [line, ...remedyLines(rows[at], width, paint)])];
}

const shownTable = (head: string, rows: GroupReport["paths"], paint: Paint): readonly string[] =>
  rows === undefined || rows.length === 0
    ? []
    : [
        "",
        ...table(
          [
            { head: "lost", cell: ({ lost }) => grouped(lost), align: "right" },
            { head, cell: ({ name }) => printable(name) },
          ],
          rows,
          paint,
        ),
      ];

/** Under its cause, where it does not need a column that no terminal has room for. */
const remedyLines = (row: CauseRow | undefined, width: number, paint: Paint): readonly string[] =>
  row === undefined || row.weight === "none" || row.remedy === "none"
    ? []
    : wrap(row.remedy, width - 12).map((line, at) => `       ${paint("quiet", at === 0 ? `→ ${line}` : `  ${line}`)}`);

export function policyTable({ policies, lost }: GroupReport, paint: Paint): readonly string[] {
  if (policies.length === 0 || lost === 0) return [];
  return [
    "",
    ...table(
      [
        { head: "policy", cell: ({ policy }) => printable(policy) },
        { head: "preStop", cell: ({ preStopSeconds }) => `${preStopSeconds} s`, align: "right" },
        { head: "grace", cell: ({ graceSeconds }) => `${graceSeconds} s`, align: "right" },
        { head: "saves", cell: ({ saved }) => grouped(saved), align: "right" },
        { head: "if it drains", cell: ({ saved, savedIfDraining }) => grouped(saved + savedIfDraining), align: "right" },
        { head: "not saved", cell: ({ notSaved }) => grouped(notSaved), align: "right" },
      ],
      policies,
      paint,
    ),
  ];
}

const suggestionLines = ({ suggestions }: GroupReport, width: number): readonly string[] =>
  suggestions.length === 0
    ? []
    : ["", ...suggestions.flatMap(({ on, text, because }) => labelled(`on the ${on}`, `${text}  (${because})`, width))];

const labelWidth = 20;

const labelled = (name: string, text: string, width: number): readonly string[] =>
  wrap(printable(text), Math.max(width - labelWidth, 30)).map(
    (line, at) => (at === 0 ? name.padEnd(labelWidth) : " ".repeat(labelWidth)) + line,
  );

const notes = ({ problems }: TraceReport, width: number, paint: Paint): readonly string[] =>
  problems.flatMap((problem) =>
    wrap(printable(problem), width - 6).map((line, at) => (at === 0 ? `${paint("warning", "note:")} ${line}` : `      ${line}`)),
  );
