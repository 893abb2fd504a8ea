/** How many Events may be written: a burst for each workload that refills slowly, and so many a minute for all of them. */
const burst = 10;
const refillMs = 5 * 60_000;
const perMinute = 60;
/** Workloads that nothing was written about for long are forgotten, and have their whole burst again. */
const mostRemembered = 4096;

interface Bucket {
  left: number;
  atMs: number;
}

export class EventBudget {
  readonly #buckets = new Map<string, Bucket>();
  readonly #all: Bucket = { left: perMinute, atMs: 0 };

  /** Takes one Event of the workload's share; false where there is none left. */
  take(workload: string, nowMs: number): boolean {
    const own = this.#buckets.get(workload) ?? { left: burst, atMs: nowMs };
    refill(own, nowMs, refillMs, burst);
    refill(this.#all, nowMs, 60_000 / perMinute, perMinute);
    this.#buckets.delete(workload);
    this.#buckets.set(workload, own);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= mostRemembered) break;
      this.#buckets.delete(oldest);
    }
    if (own.left < 1 || this.#all.left < 1) return false;
    own.left -= 1;
    this.#all.left -= 1;
    return true;
  }
}

function refill(bucket: Bucket, nowMs: number, everyMs: number, most: number): void {
  const fresh = Math.floor((nowMs - bucket.atMs) / everyMs);
  if (fresh <= 0) return;
  bucket.left = Math.min(most, bucket.left + fresh);
  bucket.atMs += fresh * everyMs;
}
