import type { LineCursor } from "./line-cursor.ts";
import { notPlain } from "./not-plain.ts";

const space = 0x20;

/**
 * The lines below a `|` or `|-`, which the cursor stands at, and on to the next line behind them.
 *
 * @param parent indentation of what it is a value of
 * @throws NotPlain for other headers and for lines whose indentation is unusual
 */
export function literalScalar(cursor: LineCursor, parent: number): string {
  const strips = cursor.text.charAt(cursor.at + 1) === "-";
  cursor.at += strips ? "|-".length : "|".length;
  if (!cursor.isLineDone()) notPlain();
  cursor.add(2);
  const lines = linesBelow(cursor, parent);
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) notPlain();
  cursor.nextLine();
  return lines.join("\n") + (strips ? "" : "\n");
}

function linesBelow(cursor: LineCursor, parent: number): string[] {
  const { text } = cursor;
  const lines: string[] = [];
  let indent: number | undefined;
  for (let start = cursor.end + 1; start < text.length; start = cursor.end + 1) {
    let at = start;
    while (text.charCodeAt(at) === space) at += 1;
    const [spaces, end] = [at - start, lineEnd(text, at)];
    if (at < end) {
      if (spaces <= parent) break;
      indent ??= spaces;
      if (spaces < indent) notPlain();
    } else if (spaces > (indent ?? 0)) notPlain();
    lines.push(text.slice(Math.min(start + (indent ?? 0), end), end));
    cursor.end = end;
  }
  return lines;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
