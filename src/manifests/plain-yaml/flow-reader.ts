import type { LineCursor } from "./line-cursor.ts";
import { notPlain } from "./not-plain.ts";
import type { Places } from "./places.ts";
import { plainScalar } from "./plain-scalar.ts";
import { quotedScalar } from "./quoted-scalar.ts";
import { isTakenKey } from "./taken-key.ts";

const space = 0x20;
const colon = 0x3a;

/** Of a text without quotes inside of brackets; what else YAML allows there is rare. */
const firstCharacter = /[A-Za-z0-9_./$(~=-]/;
const character = /[A-Za-z0-9_./$()~=+*@%;^?!<> -]/;
const behindColon = /[A-Za-z0-9/]/;

/** A list or map in brackets that ends in its line. @throws NotPlain for any other */
export function flowCollection(cursor: LineCursor, places: Places | undefined): object {
  cursor.enter();
  cursor.add(3);
  const isList = cursor.text.charAt(cursor.at) === "[";
  cursor.at += 1;
  const read = isList ? flowList(cursor, places) : flowMap(cursor, places);
  cursor.leave();
  return read;
}

function flowList(cursor: LineCursor, places: Places | undefined): object {
  const list: unknown[] = [];
  skipSpaces(cursor);
  if (passes(cursor, "]")) return list;
  for (;;) {
    places?.add(list, list.length, cursor.at);
    list.push(flowValue(cursor, places));
    if (passes(cursor, "]")) return list;
    passComma(cursor);
  }
}

function flowMap(cursor: LineCursor, places: Places | undefined): object {
  const map: Record<string, unknown> = {};
  skipSpaces(cursor);
  if (passes(cursor, "}")) return map;
  for (;;) {
    const begin = cursor.at;
    const key = flowScalar(cursor);
    if (typeof key !== "string" || isTakenKey(map, key)) return notPlain();
    if (!passes(cursor, ":") || cursor.code(cursor.at) !== space) return notPlain();
    cursor.add(2);
    skipSpaces(cursor);
    map[key] = flowValue(cursor, places);
    places?.add(map, key, begin);
    if (passes(cursor, "}")) return map;
    passComma(cursor);
  }
}

function flowValue(cursor: LineCursor, places: Places | undefined): unknown {
  const first = cursor.text.charAt(cursor.at);
  const value = first === "[" || first === "{" ? flowCollection(cursor, places) : flowScalar(cursor);
  skipSpaces(cursor);
  return value;
}

function flowScalar(cursor: LineCursor): unknown {
  const { text, at, end } = cursor;
  const first = text.charAt(at);
  if (at >= end) return notPlain();
  if (first === '"' || first === "'") return quotedScalar(cursor);
  if (!firstCharacter.test(first) || (first === "-" && !/[A-Za-z0-9-]/.test(text.charAt(at + 1)))) return notPlain();
  let close = at + 1;
  while (close < end && (character.test(text.charAt(close)) || isInner(cursor, close))) close += 1;
  cursor.at = close;
  cursor.add(1);
  return plainScalar(text.slice(at, close).trimEnd());
}

/** A colon that is part of a text, as in `nginx:1.2`. */
const isInner = ({ text }: LineCursor, at: number): boolean =>
  text.charCodeAt(at) === colon && behindColon.test(text.charAt(at + 1));

function skipSpaces(cursor: LineCursor): void {
  while (cursor.code(cursor.at) === space) cursor.at += 1;
}

function passes(cursor: LineCursor, sign: string): boolean {
  if (cursor.at >= cursor.end || cursor.text.charAt(cursor.at) !== sign) return false;
  cursor.at += 1;
  return true;
}

function passComma(cursor: LineCursor): void {
  if (!passes(cursor, ",")) notPlain();
  cursor.add(2);
  skipSpaces(cursor);
}
