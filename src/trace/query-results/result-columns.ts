/** First column of each result, by which a file is recognised. The number changes with the meaning of a column. */
export const failuresMark = "failures-1";
export const targetsMark = "targets-1";

/** A row of a result, by the names of its columns. */
export type ResultRow = ReadonlyMap<string, string>;

export const resultText = (row: ResultRow, column: string): string => row.get(column) || "-";

/** NaN for what is no number. */
export function resultNumber(row: ResultRow, column: string): number {
  const text = row.get(column) ?? "";
  return text === "" ? Number.NaN : Number(text);
}
