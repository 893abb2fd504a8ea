import type { Finished } from "./proof.ts";
import { type Outcome, outcomeOf } from "./run-record.ts";

export const columns = [
  "scenario",
  "installed",
  "application",
  "requests",
  "success",
  "codes",
  "no healthy target",
  "failing for",
] as const;

export type Row = readonly string[];

/** One row for each run, in the order of scenario, then variant, as they were planned. */
export const rowsOf = (finished: readonly Finished[]): readonly Row[] => finished.map(rowOf);

function rowOf(finished: Finished): Row {
  const { scenario, variant } = finished.planned;
  const about = [scenario.name, variant.name, variant.application];
  if ("error" in finished) return [...about, "-", "-", `failed: ${finished.error.message}`, "-", "-"];
  const outcome = outcomeOf(finished.run.record);
  return [
    ...about,
    String(outcome.requests),
    percent(outcome),
    codesOf(outcome),
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

/** Runs that lost requests though their policy's conditions were met, or that failed. */
export const broken = (finished: readonly Finished[]): readonly Finished[] =>
  finished.filter((each) => "error" in each || (each.planned.variant.promises && outcomeOf(each.run.record).failed > 0));
