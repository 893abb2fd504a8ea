const most = 50;
const code = /^[A-Za-z][A-Za-z0-9_.:-]{0,39}$/;

/** Counts by a code that a log names. What is no code is not repeated: it may be anything. */
export class NamedCounts {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const key = code.test(name) && (this.#counts.has(name) || this.#counts.size < most) ? name : "other";
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** By count, then by name. */
  byCount(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
  }
}
