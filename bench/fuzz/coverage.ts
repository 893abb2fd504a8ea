import { Session } from "node:inspector";

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** Which blocks of src/ are entered, as V8 counts them. What it compiles before this, it does not count: import what is observed later. */
export class BlockCoverage {
  readonly #session = new Session();
  readonly #known = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  get blocks(): number {
    return this.#known.size;
  }

  /** Those that were entered since the last call and never before. */
  takeNew(): ReadonlySet<string> {
    const fresh = new Set([...this.takeEntered()].filter((block) => !this.#known.has(block)));
    for (const block of fresh) this.#known.add(block);
    return fresh;
  }

  /** All that were entered since the last call. */
  takeEntered(): ReadonlySet<string> {
    const entered = new Set<string>();
    for (const { url, functions } of this.#take().result) {
      const at = url.indexOf("/src/");
      if (at === -1 || url.includes("/node_modules/")) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges)
          if (count > 0) entered.add(`${url.slice(at)}:${startOffset}-${endOffset}`);
      }
    }
    return entered;
  }

  #take(): Coverage {
    const taken: Coverage[] = [];
    this.#session.post("Profiler.takePreciseCoverage", (error, coverage) => {
      if (error !== null) throw error;
      taken.push(coverage as Coverage);
    });
    return taken[0] ?? { result: [] };
  }
}
