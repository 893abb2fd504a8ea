/** From inputs that are known to one that is not: a value replaced, repeated, dropped or taken from another input, or the text itself changed. */

const oddValues: readonly unknown[] = [
  ...[null, "", [], {}, 0, -1, 1, 2147483648, 1.5, 1e308, true, [[]], [null], "constructor", "__proto__", "\u202e\u001b[31m"],
  ...["0", "-1", "5s", "1h", "3600", "3601", "ip", "instance", "*", "*.example.org", "/", "//", "[", "{", "[{}]", '{"a":1}'],
  ...["a=b", "a=", "=b", "deregistration_delay.timeout_seconds=35", "use-annotation", "sleep 5", "sh", "-c", "sleep 1; sleep 2"],
];
const textPieces = [
  "\n",
  "---\n",
  "- ",
  ": ",
  "&a ",
  "*a",
  "!!str ",
  "|\n",
  ">-\n",
  '"',
  "'",
  "{",
  "}",
  "[",
  "]",
  ",",
  "#",
  "\t",
  "%",
  "\\",
  "<<: ",
];

/** Larger ones say nothing more of a path through the code, and cost as much as a hundred small ones. */
const longestInput = 100_000;

export class Mutations {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T;
  }

  /** One to four changes of `input`. */
  of(input: string, other: string): string {
    let changed = input;
    for (let left = 1 + Math.floor(this.#random() * 4); left > 0; left -= 1) {
      const value = parsed(changed);
      changed =
        value === undefined || this.#random() < 0.15 ? this.#text(changed) : JSON.stringify(this.#value(value, parsed(other)));
    }
    return changed.length > longestInput ? input : changed;
  }

  #text(text: string): string {
    const from = Math.floor(this.#random() * text.length);
    const to = Math.min(text.length, from + Math.floor(this.#random() ** 3 * 200));
    const kind = this.#random();
    if (kind < 0.25) return text.slice(0, from) + text.slice(to);
    if (kind < 0.5)
      return text.slice(0, to) + text.slice(from, to).repeat(1 + Math.floor(this.#random() ** 4 * 50)) + text.slice(to);
    return text.slice(0, from) + this.pick(textPieces) + text.slice(from);
  }

  /** Walks down to one place and changes what is there. */
  #value(value: unknown, other: unknown): unknown {
    if (typeof value !== "object" || value === null || this.#random() < 0.08) return this.#replaced(value, other);
    const entries = Object.entries(value);
    if (entries.length === 0) return this.#replaced(value, other);
    const [key, inner] = this.pick(entries);
    const kind = this.#random();
    if (Array.isArray(value)) {
      const at = Number(key);
      if (kind < 0.04) return value.toSpliced(at, 1);
      if (kind < 0.1)
        return value.toSpliced(
          at,
          0,
          ...Array.from({ length: 1 + Math.floor(this.#random() ** 6 * 200) }, () => inner as unknown),
        );
      return value.with(at, this.#value(inner, other));
    }
    if (kind < 0.04) return Object.fromEntries(entries.filter(([name]) => name !== key));
    if (kind < 0.1) return { ...value, ...Object.fromEntries([this.pick(membersOf(other))]) };
    return { ...value, [key]: this.#value(inner, other) };
  }

  #replaced(value: unknown, other: unknown): unknown {
    const kind = this.#random();
    if (typeof value === "string" && kind < 0.4) return this.#string(value);
    if (typeof value === "number" && kind < 0.4) return value + this.pick([1, -1, 0.5, 1000, -value]);
    if (kind < 0.7) return this.pick(membersOf(other))[1];
    return this.pick(oddValues);
  }

  #string(text: string): string {
    const from = Math.floor(this.#random() * (text.length + 1));
    const piece = this.#random() < 0.5 ? String(this.pick(oddValues)) : text.slice(from, from + 8);
    return text.slice(0, from) + piece.repeat(1 + Math.floor(this.#random() ** 8 * 2_000)) + text.slice(from);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Keys with their values, from anywhere in a value. */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  const found: (readonly [string, unknown])[] = [["a", "b"]];
  const open: unknown[] = [value];
  while (open.length > 0 && found.length < 2_000) {
    const each = open.pop();
    if (typeof each !== "object" || each === null) continue;
    for (const [key, inner] of Object.entries(each)) {
      if (!Array.isArray(each)) found.push([key, inner]);
      open.push(inner);
    }
  }
  return found;
}
