import type { Finished } from "./proof.ts";
import type { Outcome } from "./run-record.ts";
import { type Summary, summarise } from "./summary.ts";

export const columns = [
  "scenario",
  "installed",
  "application",
  "runs",
  "requests",
  "lost",
  "success",
  "codes",
  "no healthy target",
  "failing for",
] as const;

export type Row = readonly string[];

/** One row for all runs of a scenario and variant, in the order in which they were planned. */
export const rowsOf = (finished: readonly Finished[]): readonly Row[] => summarise(finished).map(rowOfSummary);

export const rowOf = (finished: Finished): Row => rowsOf([finished])[0] ?? [];

function rowOfSummary({ planned: { scenario, variant }, runs, errors, outcome }: Summary): Row {
  const about = [scenario.name, variant.name, variant.application, String(runs)];
  const failed = errors.map((message) => `failed: ${message}`);
  if (runs === 0) return [...about, "-", "-", "-", failed.join(", "), "-", "-"];
  return [
    ...about,
    String(outcome.requests),
    String(outcome.failed),
    percent(outcome),
    [codesOf(outcome), ...failed].join(", "),
    duration(outcome.withoutHealthyMs),
    duration(outcome.longestFailureMs),
  ];
}

/** Never rounded up to 100: one lost request among many is not none. */
export function percent({ successPercent, failed }: Outcome): string {
  const cut = Math.floor(successPercent * 100) / 100;
  return failed === 0 ? "100.00 %" : `${Math.min(cut, 99.99).toFixed(2)} %`;
}

/** As vegeta prints them: `200:11300 502:27`. */
export const codesOf = ({ codes }: Outcome): string =>
  Object.entries(codes)
    .map(([code, count]) => `${code}:${count}`)
    .join(" ");

const duration = (ms: number): string => (ms < 50 ? "0 s" : `${(ms / 1000).toFixed(1)} s`);

export const markdownTable = (rows: readonly Row[]): string =>
  [columns, columns.map(() => "---"), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");

export function plainTable(rows: readonly Row[]): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
