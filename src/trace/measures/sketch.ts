/** Half a percent of a value either way. */
const accuracy = 0.005;
const ratio = (1 + accuracy) / (1 - accuracy);
const logRatio = Math.log(ratio);
/** Of the longest duration that is distinguished: 4000 s, the longest idle timeout of a load balancer. */
const buckets = Math.ceil(Math.log(4_000_000) / logRatio) + 2;

/**
 * Durations in milliseconds, counted in buckets whose width grows with the value, so that every quantile is within half a percent.
 * Two of them can be added, in any order, with the same result. One takes about 6 KB.
 */
export class Sketch {
  #counts = new Uint32Array(0);
  #total = 0;
  #longest = 0;

  get total(): number {
    return this.#total;
  }

  /** In milliseconds; exact. */
  get longest(): number {
    return this.#longest;
  }

  add(ms: number): void {
    if (this.#counts.length === 0) this.#counts = new Uint32Array(buckets);
    const bucket = bucketOf(ms);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
    if (ms > this.#longest) this.#longest = ms;
  }

  /** `count` durations of one bucket, the longest of which is given. */
  addMany(bucket: number, count: number, longestMs: number): void {
    if (this.#counts.length === 0) this.#counts = new Uint32Array(buckets);
    const at = Math.min(Math.max(bucket, 0), buckets - 1);
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
    this.#total += count;
    this.#longest = Math.max(this.#longest, longestMs);
  }

  merge(other: Sketch): void {
    if (other.#total === 0) return;
    if (this.#counts.length === 0) this.#counts = new Uint32Array(buckets);
    other.#counts.forEach((count, bucket) => {
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    });
    this.#total += other.#total;
    this.#longest = Math.max(this.#longest, other.#longest);
  }

  count(bucket: number): number {
    return this.#counts[bucket] ?? 0;
  }

  /** The value below which the share `q` of all lies, in milliseconds; undefined where there is none. */
  quantile(q: number): number | undefined {
    if (this.#total === 0) return undefined;
    const wanted = Math.max(1, Math.ceil(q * this.#total));
    let seen = 0;
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      seen += this.count(bucket);
      if (seen >= wanted) return Math.min(middleOf(bucket), this.#longest);
    }
    return this.#longest;
  }
}

export const sketchBuckets = buckets;
/** Natural logarithm of how much wider each bucket is than the one before. */
export const sketchLogRatio = logRatio;

export const bucketOf = (ms: number): number =>
  ms <= 1 ? (ms < 0.5 ? 0 : 1) : Math.min(Math.ceil(Math.log(ms) / logRatio) + 1, buckets - 1);

/** The middle of a bucket, in milliseconds. */
export const middleOf = (bucket: number): number => (bucket <= 1 ? bucket : (2 * ratio ** (bucket - 1)) / (1 + ratio));
