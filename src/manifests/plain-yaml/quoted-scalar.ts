import type { LineCursor } from "./line-cursor.ts";
import { notPlain } from "./not-plain.ts";

/** The escapes that YAML and JSON have in common, but for those of code points. */
const commonEscapes = /^(?:[^\\]|\\["\\/bfnrt])*$/;

/** A scalar in quotes that ends in its line. @throws NotPlain for any other */
export function quotedScalar(cursor: LineCursor): string {
  cursor.add(1);
  return cursor.text.charAt(cursor.at) === '"' ? inDoubleQuotes(cursor) : inSingleQuotes(cursor);
}

function inDoubleQuotes(cursor: LineCursor): string {
  const { text, at, end } = cursor;
  let close = at + 1;
  let escapes = false;
  while (close < end && text.charAt(close) !== '"') {
    const isEscape = text.charAt(close) === "\\";
    escapes ||= isEscape;
    close += isEscape ? 2 : 1;
  }
  if (close >= end) notPlain();
  cursor.at = close + 1;
  const inside = text.slice(at + 1, close);
  if (!escapes) return inside;
  return commonEscapes.test(inside) ? (JSON.parse(`"${inside}"`) as string) : notPlain();
}

function inSingleQuotes(cursor: LineCursor): string {
  const { text, at, end } = cursor;
  let close = text.indexOf("'", at + 1);
  let escapes = false;
  while (close !== -1 && close < end && text.charAt(close + 1) === "'") {
    escapes = true;
    close = text.indexOf("'", close + 2);
  }
  if (close === -1 || close >= end) notPlain();
  cursor.at = close + 1;
  const inside = text.slice(at + 1, close);
  return escapes ? inside.replaceAll("''", "'") : inside;
}
