/** A process that was held up sends at most this much late; the rest would be a burst that nobody asked for. */
const latestMs = 1000;

const rounding = 1e-6;

/** Which requests are to be started now. */
export interface Due {
  readonly start: number;
  /** Requests whose time has passed while the process was held up. */
  readonly missed: number;
}

/** A steady open-ended load: request `n` is due `n / rate` seconds after the beginning, however long the ones before it take. */
export class Pacing {
  readonly #apartMs: number;
  #next = 0;

  /** @param rate requests a second, above 0 */
  constructor(rate: number) {
    this.#apartMs = 1000 / rate;
  }

  due(elapsedMs: number): Due {
    const until = this.#dueBy(elapsedMs);
    const earliest = Math.max(this.#dueBy(elapsedMs - latestMs), this.#next);
    const start = Math.max(until - earliest, 0);
    const missed = Math.max(Math.min(earliest, until) - this.#next, 0);
    this.#next = Math.max(until, this.#next);
    return { start, missed };
  }

  /** How many are due by a moment; one that is due just then counts, however its time was rounded. */
  #dueBy(elapsedMs: number): number {
    return elapsedMs < 0 ? 0 : Math.floor(elapsedMs / this.#apartMs + rounding) + 1;
  }

  /** Milliseconds from the beginning to the next request. */
  get nextMs(): number {
    return this.#next * this.#apartMs;
  }
}
