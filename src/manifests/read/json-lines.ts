import { lineAt, lineStarts } from "./line-starts.ts";
import type { LineTree } from "./recent-trees.ts";

/**
 * Finds lines in a text that is valid JSON and begins behind `before` lines of its file. What it takes is three numbers for each value, where
 * a syntax tree takes some 500 bytes.
 */
export function jsonTree(source: string, before: number): LineTree {
  const positions = new JsonPositions(source);
  return { lineOf: (path) => positions.lineOf(path) + before };
}

/** Values in the order of the text: a map or a list, then what is in it. */
class JsonPositions {
  readonly #source: string;
  /** Where a value begins, or the key that it belongs to. */
  readonly #begins: Int32Array;
  /** Where a value itself begins. */
  readonly #values: Int32Array;
  /** The number of the first value behind this one and all that is in it. */
  readonly #next: Int32Array;
  readonly #lineStarts: Int32Array;
  #count = 0;
  #keyAt: number | undefined;
  readonly #children = new Map<number, Int32Array>();

  constructor(source: string) {
    this.#source = source;
    const most = mostValues(source);
    this.#begins = new Int32Array(most);
    this.#values = new Int32Array(most);
    this.#next = new Int32Array(most);
    this.#lineStarts = lineStarts(source);
    this.#read();
  }

  lineOf(path: readonly (string | number)[]): number {
    let value = 0;
    for (const segment of path) {
      const child = this.#childOf(value, segment);
      if (child === undefined) break;
      value = child;
    }
    return lineAt(this.#lineStarts, this.#begins[value] ?? 0);
  }

  #childOf(parent: number, segment: string | number): number | undefined {
    const opening = this.#source.charAt(this.#values[parent] ?? 0);
    const children = this.#childrenOf(parent);
    if (opening === "[") return children[Number(segment)];
    // Of a key that occurs twice the last one counts, as it does for the value.
    return opening === "{" ? children.findLast((child) => this.#hasKey(child, String(segment))) : undefined;
  }

  #childrenOf(parent: number): Int32Array {
    const known = this.#children.get(parent);
    if (known !== undefined) return known;
    const children: number[] = [];
    const end = this.#next[parent] ?? 0;
    for (let child = parent + 1; child < end; child = this.#next[child] ?? end) children.push(child);
    const found = Int32Array.from(children);
    this.#children.set(parent, found);
    return found;
  }

  #hasKey(child: number, name: string): boolean {
    const at = this.#begins[child] ?? 0;
    if (this.#source.startsWith(JSON.stringify(name), at)) return true;
    const key = this.#source.slice(at, endOfString(this.#source, at));
    return key.includes("\\") && JSON.parse(key) === name;
  }

  #read(): void {
    const source = this.#source;
    const open: number[] = [];
    for (let at = 0; at < source.length; at += 1) {
      const character = source.charAt(at);
      if (character === "}" || character === "]") this.#next[open.pop() ?? 0] = this.#count;
      else if (character === '"') at = this.#readString(at);
      else if (character === "{" || character === "[") {
        open.push(this.#count);
        this.#begin(at);
      } else if (isWord(character)) at = this.#readWord(at);
    }
  }

  #readWord(at: number): number {
    let end = at;
    while (isWord(this.#source.charAt(end + 1))) end += 1;
    this.#begin(at);
    return end;
  }

  /** @returns where it ends */
  #readString(at: number): number {
    const end = endOfString(this.#source, at);
    if (isKey(this.#source, end)) this.#keyAt = at;
    else this.#begin(at);
    return end - 1;
  }

  #begin(at: number): void {
    const place = this.#count;
    this.#begins[place] = this.#keyAt ?? at;
    this.#values[place] = at;
    this.#next[place] = place + 1;
    this.#keyAt = undefined;
    this.#count = place + 1;
  }
}

/** Numbers, `true`, `false` and `null`. */
const isWord = (character: string): boolean => /^[-+.0-9a-zA-Z]$/.test(character);

/** Behind the string that begins at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}

function isKey(text: string, after: number): boolean {
  let at = after;
  while (" \t\r\n".includes(text.charAt(at)) && at < text.length) at += 1;
  return text.charAt(at) === ":";
}

/** No fewer than there are. */
function mostValues(text: string): number {
  let most = 1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "," || character === "{" || character === "[") most += 1;
  }
  return most;
}
