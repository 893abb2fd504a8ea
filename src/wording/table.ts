import type { Paint } from "./paint.ts";

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => string;
  readonly align?: "left" | "right";
}

/** Rows under a head, columns two blanks apart, as kubectl prints them; no blanks at the ends of lines. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], paint: Paint = (_, text) => text): readonly string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const widths = columns.map(({ head }, at) => Math.max(width(head), ...cells.map((row) => width(row[at] ?? ""))));
  const line = (row: readonly string[]): string =>
    row
      .map((text, at) => padded(text, widths[at] ?? 0, columns[at]?.align ?? "left"))
      .join("  ")
      .trimEnd();
  return [paint("quiet", line(columns.map(({ head }) => head.toUpperCase()))), ...cells.map(line)];
}

/** In characters; the names and numbers that stand in tables are of single width. */
const width = (text: string): number => [...text].length;

function padded(text: string, to: number, align: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(to - width(text), 0));
  return align === "left" ? text + blanks : blanks + text;
}
