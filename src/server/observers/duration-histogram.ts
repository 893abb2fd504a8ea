import type { MetricDescription } from "#server/metric-table.ts";

/** Of the durations of one webhook, in the order of the bounds; the last count is of those beyond the highest. */
interface Counts {
  readonly webhook: string;
  readonly buckets: number[];
  sum: number;
}

/**
 * A histogram by webhook, written as prom-client writes its own. For each observation prom-client joins the labels to one text to find
 * the series, which took as long as everything else that is counted of a decision.
 */
export class DurationHistogram {
  readonly #described: MetricDescription;
  readonly #bounds: readonly number[];
  readonly #counts = new Map<string, Counts>();

  /** @param bounds in seconds, ascending */
  constructor(described: MetricDescription, bounds: readonly number[]) {
    this.#described = described;
    this.#bounds = bounds;
  }

  observe(webhook: string, seconds: number): void {
    const counts = this.#counts.get(webhook) ?? this.#add(webhook);
    let bucket = 0;
    for (const bound of this.#bounds) {
      if (seconds <= bound) break;
      bucket += 1;
    }
    counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
    counts.sum += seconds;
  }

  /** In the text exposition format of Prometheus. */
  text(): string {
    const { name, help, type } = this.#described;
    const series = [...this.#counts.values()].flatMap((counts) => this.#series(name, counts));
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...series].map((line) => `${line}\n`).join("");
  }

  #series(name: string, { webhook, buckets, sum }: Counts): readonly string[] {
    let count = 0;
    const upTo = [...this.#bounds.map(String), "+Inf"].map((bound, index) => {
      count += buckets[index] ?? 0;
      return `${name}_bucket{le="${bound}",webhook="${webhook}"} ${count}`;
    });
    return [...upTo, `${name}_sum{webhook="${webhook}"} ${sum}`, `${name}_count{webhook="${webhook}"} ${count}`];
  }

  #add(webhook: string): Counts {
    const counts: Counts = { webhook, buckets: Array.from({ length: this.#bounds.length + 1 }, () => 0), sum: 0 };
    this.#counts.set(webhook, counts);
    return counts;
  }
}
