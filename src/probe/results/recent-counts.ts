const seconds = 10;

/** What happened in the last ten seconds, for the screen. */
export class RecentCounts {
  readonly #second = new Float64Array(seconds).fill(Number.NEGATIVE_INFINITY);
  readonly #requests = new Uint32Array(seconds);
  readonly #failed = new Uint32Array(seconds);

  add(ms: number, failed: boolean): void {
    const second = Math.floor(ms / 1000);
    const slot = ((second % seconds) + seconds) % seconds;
    if (this.#second[slot] !== second) {
      if ((this.#second[slot] ?? 0) > second) return;
      this.#second[slot] = second;
      this.#requests[slot] = 0;
      this.#failed[slot] = 0;
    }
    this.#requests[slot] = (this.#requests[slot] ?? 0) + 1;
    this.#failed[slot] = (this.#failed[slot] ?? 0) + (failed ? 1 : 0);
  }

  at(nowMs: number): { readonly requests: number; readonly failed: number } {
    const now = Math.floor(nowMs / 1000);
    let [requests, failed] = [0, 0];
    this.#second.forEach((second, slot) => {
      if (second <= now - seconds || second > now) return;
      requests += this.#requests[slot] ?? 0;
      failed += this.#failed[slot] ?? 0;
    });
    return { requests, failed };
  }
}
