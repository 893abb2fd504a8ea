/** Names that wait for their turn: some at once, others until they have rested after a change. */
export class WorkQueue {
  readonly #settleMs: number;
  readonly #ready = new Set<string>();
  /** By when each is due, which is the order in which they came. */
  readonly #settling = new Map<string, number>();

  /** `settleMs`: how long a name waits after its first change, so that several changes cost one turn. */
  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }

  addNow(name: string): void {
    this.#settling.delete(name);
    this.#ready.add(name);
  }

  addChanged(name: string, nowMs: number): void {
    if (!this.#ready.has(name) && !this.#settling.has(name)) this.#settling.set(name, nowMs + this.#settleMs);
  }

  /** The next that is due; undefined where none is. */
  take(nowMs: number): string | undefined {
    for (const [name, dueMs] of this.#settling) {
      if (dueMs > nowMs) break;
      this.addNow(name);
    }
    const [first] = this.#ready;
    if (first !== undefined) this.#ready.delete(first);
    return first;
  }

  /** How many wait, due or not. */
  get size(): number {
    return this.#ready.size + this.#settling.size;
  }

  get nothingReady(): boolean {
    return this.#ready.size === 0;
  }

  clear(): void {
    this.#ready.clear();
    this.#settling.clear();
  }
}
