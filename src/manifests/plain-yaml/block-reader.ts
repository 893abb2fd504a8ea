import { flowCollection } from "./flow-reader.ts";
import type { LineCursor } from "./line-cursor.ts";
import { literalScalar } from "./literal-scalar.ts";
import { notPlain } from "./not-plain.ts";
import type { Places } from "./places.ts";
import { plainScalar } from "./plain-scalar.ts";
import { quotedScalar } from "./quoted-scalar.ts";
import { isTakenKey } from "./taken-key.ts";

const [space, newline, hash, dash, colon] = [0x20, 0x0a, 0x23, 0x2d, 0x3a];

/** YAML allows 1,024 characters. */
const longestKey = 500;

/** What begins something else than a text without quotes, or what the full reader has to judge. */
const indicators: ReadonlySet<string> = new Set("?:,[]{}#&*!|>'\"%@`");

/** Reads maps and lists by their indentation. Every method throws NotPlain where it finds anything else. */
export class BlockReader {
  readonly #cursor: LineCursor;
  readonly #places: Places | undefined;

  /** @param places gets where everything begins */
  constructor(cursor: LineCursor, places: Places | undefined) {
    this.#cursor = cursor;
    this.#places = places;
  }

  /** A map or a list that begins at the cursor; the cursor then stands at the line behind it. */
  collection(indent: number): object {
    this.#cursor.enter();
    const value = this.#isItem() ? this.#list(indent) : this.#map(indent);
    this.#cursor.leave();
    if (this.#cursor.indent > indent) notPlain();
    return value;
  }

  #isItem(): boolean {
    const { at } = this.#cursor;
    if (this.#cursor.code(at) !== dash) return false;
    const next = this.#cursor.code(at + 1);
    return next === space || next === newline;
  }

  #list(indent: number): object {
    const cursor = this.#cursor;
    const list: unknown[] = [];
    while (cursor.indent === indent && this.#isItem()) {
      cursor.at += 1;
      cursor.add(2);
      list.push(this.#item(list, indent));
    }
    return list;
  }

  #item(list: readonly unknown[], indent: number): unknown {
    const cursor = this.#cursor;
    if (cursor.isLineDone()) {
      cursor.nextLine();
      if (cursor.indent <= indent) notPlain();
      this.#places?.add(list, list.length, cursor.at);
      return this.collection(cursor.indent);
    }
    this.#places?.add(list, list.length, cursor.at);
    const [begin, key] = [cursor.at, this.#key()];
    if (key === undefined) return this.#scalar(indent);
    cursor.at = begin;
    cursor.indent = begin - cursor.lineStart;
    return this.collection(cursor.indent);
  }

  #map(indent: number): object {
    const cursor = this.#cursor;
    const map: Record<string, unknown> = {};
    while (cursor.indent === indent) {
      const begin = cursor.at;
      const key = this.#key();
      // A list at the indentation of the map that it is a value of ends here as well.
      if (key === undefined || isTakenKey(map, key)) return notPlain();
      map[key] = this.#value(indent);
      this.#places?.add(map, key, begin);
    }
    return map;
  }

  /** Passes a key and its colon; undefined where there is none. */
  #key(): string | undefined {
    const cursor = this.#cursor;
    const { text, at } = cursor;
    const first = text.charAt(at);
    const key = first === '"' || first === "'" ? quotedScalar(cursor) : this.#plainKey();
    const behind = cursor.at;
    if (cursor.code(behind) !== colon || behind - at > longestKey || !isBlank(cursor.code(behind + 1))) {
      cursor.at = at;
      return undefined;
    }
    cursor.at = behind + 1;
    cursor.add(3);
    return typeof key === "string" ? key : notPlain();
  }

  #plainKey(): unknown {
    const cursor = this.#cursor;
    const begin = cursor.at;
    while (isKeyCharacter(cursor.code(cursor.at))) cursor.at += 1;
    return cursor.at === begin ? undefined : plainScalar(cursor.text.slice(begin, cursor.at));
  }

  #value(indent: number): unknown {
    const cursor = this.#cursor;
    if (!cursor.isLineDone()) return this.#scalar(indent);
    cursor.nextLine();
    if (cursor.indent > indent || (cursor.indent === indent && this.#isItem())) return this.collection(cursor.indent);
    return null;
  }

  /** What stands in the line itself, and the lines of a literal. */
  #scalar(indent: number): unknown {
    const cursor = this.#cursor;
    const first = cursor.text.charAt(cursor.at);
    if (first === "|") return literalScalar(cursor, indent);
    const value = this.#inLine(first);
    if (!cursor.isLineDone()) notPlain();
    cursor.nextLine();
    // A text without quotes would go on there.
    if (cursor.indent > indent) notPlain();
    return value;
  }

  #inLine(first: string): unknown {
    if (first === '"' || first === "'") return quotedScalar(this.#cursor);
    if (first === "[" || first === "{") return flowCollection(this.#cursor, this.#places);
    if (indicators.has(first) || this.#isItem()) return notPlain();
    return this.#plainText();
  }

  #plainText(): unknown {
    const cursor = this.#cursor;
    const { text, at, end } = cursor;
    let close = at;
    for (; close < end; close += 1) {
      const code = text.charCodeAt(close);
      if (code === colon && isBlank(cursor.code(close + 1))) notPlain();
      if (code === hash && text.charCodeAt(close - 1) === space) break;
    }
    while (text.charCodeAt(close - 1) === space) close -= 1;
    cursor.at = close;
    cursor.add(1);
    return plainScalar(text.slice(at, close));
  }
}

const isBlank = (code: number): boolean => code === space || code === newline;

/** Letters, digits and `-./_$`. */
const isKeyCharacter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x2d && code <= 0x39) ||
  code === 0x5f ||
  code === 0x24;
