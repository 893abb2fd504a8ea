/** One row of the table that `make bench` ends with; each benchmark gives those that it measures. */
import { appendFileSync, writeSync } from "node:fs";

export interface Row {
  readonly what: string;
  /** Undefined where it cannot be measured on this machine; the note says why. */
  readonly value: number | undefined;
  /** Of value and target: `×` for a ratio, `ms`, `MB`, `lines/s`. */
  readonly unit: string;
  readonly target: { readonly atMost: number } | { readonly atLeast: number };
  /** What it was measured against, and where the rest of the time goes where the target is missed. */
  readonly note?: string;
}

/** `bench/all.ts` names a file in it, to which rows are appended as JSON lines. */
export const rowsVariable = "OUTLIVE_BENCH_ROWS";

/** Prints the row, and hands it to whoever collects rows. */
export function row(given: Row): void {
  writeSync(1, `${rowText(given)}\n`);
  const file = process.env[rowsVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(given)}\n`);
}

const rowText = ({ what, value, unit, target, note }: Row): string =>
  `${what}: ${value === undefined ? "not measured" : amount(value, unit)}, target ${targetText(target, unit)}: ${result({ value, target })}${note === undefined ? "" : ` (${note})`}`;

export const targetText = (target: Row["target"], unit: string): string =>
  "atMost" in target ? `≤ ${amount(target.atMost, unit)}` : `≥ ${amount(target.atLeast, unit)}`;

export function result({ value, target }: Pick<Row, "value" | "target">): "reached" | "MISSED" | "not measured" {
  if (value === undefined) return "not measured";
  return ("atMost" in target ? value <= target.atMost : value >= target.atLeast) ? "reached" : "MISSED";
}

/** Three digits, and no more of large numbers than their thousands' separators. */
export const amount = (value: number, unit: string): string =>
  `${value >= 100 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(3))} ${unit}`;
