import { connectionKinds, requestErrors } from "#probe/results/outcome.ts";
import { counted, grouped, inSeconds } from "#trace/report/numbers.ts";
import type { TargetReport } from "#trace/report/report.ts";
import { causeTable, policyTable } from "#trace/report/trace-text.ts";
import { parseUtc, printClock, printDate } from "#trace/time/utc.ts";
import { type Paint, paintWith } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { table } from "#wording/table.ts";
import { wrap } from "#wording/wrap.ts";
import type { LoadReport, ProbeReport } from "./probe-report.ts";

export interface ProbeTextOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly color: boolean;
}

/** The report for people: the answer first, without a line feed at its end. */
export function probeText(report: ProbeReport, { width, color }: ProbeTextOptions): string {
  const paint = paintWith(color);
  const { load, trace } = report;
  const [group] = trace.groups;
  const parts = [
    heading(report, width, paint),
    ...(load === null || trace.failed === 0 || group === undefined ? [] : [causeTable(group, width, paint)]),
    ...(load === null ? [] : [measured(load, paint)]),
    podLines(trace.targets, paint),
    ...(group === undefined || !group.policies.some(helps) ? [] : [policyTable(group, paint).slice(1)]),
    report.problems.flatMap((problem) => note(problem, width, paint)),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function heading({ url, window, interrupted, load, recording }: ProbeReport, width: number, paint: Paint): readonly string[] {
  const early = interrupted ? ", ended early" : "";
  return [
    `${url === null ? "recording only" : printable(url)}  ${spanText(window)}${early}`,
    ...(load === null ? [] : wrap(answerText(load), width).map((line) => paint(toneOf(load), line))),
    ...(recording === null
      ? []
      : [
          `${recording.pods === null ? "health of targets recorded" : `${counted(recording.pods, "Pod")} recorded, ${grouped(recording.deleted)} deleted`}${recording.file === null ? "" : `; ${counted(recording.lines, "line")} in ${printable(recording.file)}`}`,
        ]),
  ];
}

/** A table of policies that would have changed nothing answers no question. */
const helps = ({ saved, savedIfDraining }: ProbeReport["trace"]["groups"][number]["policies"][number]): boolean =>
  saved + savedIfDraining > 0;

const toneOf = ({ passed, failed }: LoadReport): "good" | "warning" | "error" =>
  passed ? (failed === 0 ? "good" : "warning") : "error";

/** `12,000 requests, 14 failed: 99.8833 % succeeded, below the minimum of 99.99 %`. */
export function answerText({ requests, failed, success, minSuccess, passed }: LoadReport): string {
  if (requests === 0) return "no request was completed";
  const gate = minSuccess === null ? "" : `, ${passed ? "at or above" : "below"} the minimum of ${minSuccess} %`;
  return `${counted(requests, "request")}, ${grouped(failed)} failed: ${percentBelow(success)} succeeded${gate}`;
}

/** Cut, not rounded: 99.996 % must not read as all of them. */
const percentBelow = (percent: number): string =>
  percent === 100 || percent === 0 ? `${percent} %` : `${(Math.floor(percent * 1e4 + 1e-6) / 1e4).toFixed(4)} %`;

function spanText({ since, until }: ProbeReport["window"]): string {
  const [from, to] = [parseUtc(since) ?? 0, parseUtc(until) ?? 0];
  return `${printDate(from)} ${printClock(from)} to ${printDate(from) === printDate(to) ? "" : `${printDate(to)} `}${printClock(to)} UTC`;
}

interface MeasuredRow {
  readonly name: string;
  readonly requests: number;
  readonly failed: number;
  readonly durations: LoadReport["durations"];
}

function measured(load: LoadReport, paint: Paint): readonly string[] {
  const rows: readonly MeasuredRow[] = [
    { name: "all", requests: load.requests, failed: load.failed, durations: load.durations },
    ...connectionKinds.map((kind) => ({ name: `${kind} connections`, ...load.connections[kind], durations: null })),
    ...(load.addresses.length < 2 ? [] : load.addresses.map(({ address, ...rest }) => ({ name: printable(address), ...rest }))),
  ];
  const duration = (value: number | undefined): string => (value === undefined ? "" : shortTime(value));
  return [
    ...table<MeasuredRow>(
      [
        { head: "", cell: ({ name }) => name },
        { head: "requests", cell: ({ requests }) => grouped(requests), align: "right" },
        { head: "failed", cell: ({ failed }) => grouped(failed), align: "right" },
        { head: "p50", cell: ({ durations }) => duration(durations?.p50), align: "right" },
        { head: "p99", cell: ({ durations }) => duration(durations?.p99), align: "right" },
        { head: "longest", cell: ({ durations }) => duration(durations?.longest), align: "right" },
      ],
      rows,
      paint,
    ),
    ...resultLine(load),
  ];
}

/** Milliseconds below a second: most responses are that fast. */
export const shortTime = (seconds: number): string => (seconds < 1 ? `${Math.round(seconds * 1000)} ms` : inSeconds(seconds));

/** Statuses and errors in one line, the most frequent first. */
function resultLine({ statuses, errors }: LoadReport): readonly string[] {
  const found = [
    ...Object.entries(statuses),
    ...requestErrors.map((error) => [errorTexts[error], errors[error]] as const),
  ].filter(([, count]) => count > 0);
  found.sort(([, a], [, b]) => b - a);
  return found.length === 0 ? [] : ["", `responses: ${found.map(([name, count]) => `${name} × ${grouped(count)}`).join(", ")}`];
}

export const errorTexts: Readonly<Record<(typeof requestErrors)[number], string>> = {
  connect: "no connection",
  reset: "connection broken",
  timeout: "timed out",
  tls: "TLS failed",
  other: "not HTTP",
};

const mostPods = 20;

/** The Pods that ended, those that lost most first. */
function podLines(targets: readonly TargetReport[], paint: Paint): readonly string[] {
  const ended = targets.filter(({ pod, deleted }) => pod !== null && deleted !== null);
  if (ended.length === 0) return [];
  const shown = [...ended].sort((a, b) => b.lost - a.lost).slice(0, mostPods);
  const since = ({ deleted }: TargetReport, moment: string | null | undefined): string =>
    moment === null || moment === undefined || deleted === null
      ? "·"
      : inSeconds(((parseUtc(moment) ?? 0) - (parseUtc(deleted) ?? 0)) / 1000);
  return [
    ...table<TargetReport>(
      [
        { head: "Pod", cell: ({ pod }) => printable(pod ?? "") },
        { head: "deleted", cell: ({ deleted }) => deleted?.slice(11, 19) ?? "", align: "right" },
        { head: "SIGTERM", cell: (target) => since(target, target.sigterm), align: "right" },
        { head: "ended", cell: (target) => since(target, target.ended), align: "right" },
        ...(ended.some(({ requests }) => requests > 0)
          ? [
              {
                head: "served",
                cell: (target: TargetReport) => since(target, target.requests > 0 ? target.lastRequest : null),
                align: "right",
              } as const,
            ]
          : []),
        { head: "lost", cell: ({ lost }) => (lost === 0 ? "·" : grouped(lost)), align: "right" },
        { head: "first", cell: (target) => since(target, target.lostAt[0]), align: "right" },
        { head: "last", cell: (target) => since(target, target.lostAt.at(-1)), align: "right" },
      ],
      shown,
      paint,
    ),
    ...(ended.length > shown.length ? [`${counted(ended.length - shown.length, "more Pod")} ended`] : []),
  ];
}

const note = (problem: string, width: number, paint: Paint): readonly string[] =>
  wrap(printable(problem), width - 6).map((line, at) => (at === 0 ? `${paint("warning", "note:")} ${line}` : `      ${line}`));
