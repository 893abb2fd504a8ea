import type { Fact } from "#trace/events/fact.ts";
import type { RecordingLine } from "#trace/events/recording.ts";
import { recordingFacts } from "#trace/events/recording-facts.ts";
import { parseUtc } from "#trace/time/utc.ts";

/** A Pod is reported some ten times in its life. */
const mostFacts = 500_000;

/** What a recording says of Pods and targets while it is made, in the form that causes are found by. */
export class RecordedFacts {
  readonly facts: Fact[] = [];
  /** Lines of which nothing could be kept. */
  dropped = 0;
  /** Pods that were seen before their deletion. */
  readonly #alive = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #deleted = new Set<string>();
  /** How much later than their own time deletions were seen, in milliseconds. */
  #leastDelayMs = Number.POSITIVE_INFINITY;

  add(line: RecordingLine): void {
    const read = recordingFacts(line);
    if ("problem" in read || this.facts.length + read.length > mostFacts) {
      this.dropped += 1;
      return;
    }
    this.facts.push(...read);
    for (const fact of read) {
      if (fact.what === "seen") this.#seen.add(`${fact.pod} ${fact.uid ?? ""}`);
      if (fact.what === "deleted") this.#deleted.add(`${fact.pod} ${fact.uid ?? ""}`);
    }
    if (line.kind === "pod") this.#noteDelay(line);
  }

  get pods(): { readonly seen: number; readonly deleted: number } {
    return { seen: this.#seen.size, deleted: this.#deleted.size };
  }

  /** Of a Pod whose deletion itself was seen; one that was already ending says nothing of clocks. */
  #noteDelay({ at, namespace, name, uid, deletionTimestamp, deletionGracePeriodSeconds, notBefore }: PodLine): void {
    const key = `${namespace}/${name} ${uid ?? ""}`;
    if (deletionTimestamp === undefined) this.#alive.add(key);
    if (!this.#alive.has(key)) return;
    if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined || notBefore !== undefined) return;
    const began = (parseUtc(deletionTimestamp) ?? Number.NaN) - deletionGracePeriodSeconds * 1000;
    const delay = (parseUtc(at) ?? Number.NaN) - began;
    if (delay < this.#leastDelayMs) this.#leastDelayMs = delay;
  }

  /**
   * What has to be added to the cluster's times to bring them to this machine's clock, in milliseconds. A deletion is seen at once, and its
   * time is cut to whole seconds: what is outside of that is the difference of the clocks.
   */
  get skewMs(): number {
    const delay = this.#leastDelayMs;
    if (!Number.isFinite(delay) || (delay > -tolerance && delay < 1000 + tolerance)) return 0;
    return Math.round(delay - 500);
  }
}

const tolerance = 500;

type PodLine = Extract<RecordingLine, { kind: "pod" }>;
