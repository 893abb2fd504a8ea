const perDay = 1440;
/** Longer than any load balancer's log is read at once: 2.5 MB. */
const mostDays = 400;

/** How often something happened in each minute; a day takes 6 KB, days without an entry nothing. */
export class MinuteCounts {
  readonly #days = new Map<number, Uint32Array>();
  #lastKey = Number.NaN;
  #last: Uint32Array | undefined;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;

  add(ms: number): void {
    this.addMany(ms, ms, 1);
  }

  /** Several within the minute of `firstMs`. */
  addMany(firstMs: number, lastMs: number, count: number): void {
    const ms = firstMs;
    if (ms < this.#firstMs) this.#firstMs = ms;
    if (lastMs > this.#lastMs) this.#lastMs = lastMs;
    const minute = Math.floor(ms / 60_000);
    const day = Math.floor(minute / perDay);
    if (day !== this.#lastKey || this.#last === undefined) {
      this.#last = this.#days.get(day) ?? new Uint32Array(perDay);
      if (this.#days.size < mostDays) this.#days.set(day, this.#last);
      this.#lastKey = day;
    }
    const within = minute - day * perDay;
    this.#last[within] = (this.#last[within] ?? 0) + count;
  }

  of(minute: number): number {
    const day = Math.floor(minute / perDay);
    return this.#days.get(day)?.[minute - day * perDay] ?? 0;
  }

  /** How many there were between two moments, taking those of a minute as spread evenly over it, or over the part that is logged. */
  between(from: number, to: number): number {
    let sum = 0;
    for (let minute = Math.floor(from / 60_000); minute * 60_000 < to; minute += 1) {
      const begin = Math.max(minute * 60_000, this.#firstMs);
      const end = Math.min((minute + 1) * 60_000, this.#lastMs + 1);
      const share = (Math.min(to, end) - Math.max(from, begin)) / (end - begin);
      if (end > begin && share > 0) sum += this.of(minute) * share;
    }
    return sum;
  }
}
