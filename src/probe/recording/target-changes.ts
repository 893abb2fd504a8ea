import { printUtc } from "#trace/time/utc.ts";
import type { LineSink } from "./lines.ts";
import type { Stamp } from "./pod-changes.ts";

/** A target of a group as one look at its health shows it. */
export interface SeenTarget {
  /** Address of a Pod, or id of an instance. */
  readonly target: string;
  readonly port: number | undefined;
  readonly state: string;
  readonly reason: string | undefined;
}

/** Looks at the health of one target group, as lines of a recording: one whenever the state of a target differs from the look before. */
export class TargetChanges {
  readonly #targetGroup: string;
  readonly #sink: LineSink;
  readonly #known = new Map<string, SeenTarget>();
  #lookedMs: number | undefined;

  constructor(targetGroup: string, sink: LineSink) {
    this.#targetGroup = targetGroup;
    this.#sink = sink;
  }

  take(targets: readonly SeenTarget[], nowMs: number): void {
    const stamp = { at: printUtc(nowMs), ...(this.#lookedMs === undefined ? {} : { notBefore: printUtc(this.#lookedMs) }) };
    this.#lookedMs = nowMs;
    const listed = new Map(targets.map((target) => [`${target.target} ${target.port ?? ""}`, target]));
    for (const [key, target] of [...this.#known]) {
      if (listed.has(key)) continue;
      this.#known.delete(key);
      this.#write({ ...target, state: "gone", reason: undefined }, stamp);
    }
    for (const [key, target] of listed) {
      const before = this.#known.get(key);
      this.#known.set(key, target);
      if (before?.state !== target.state || before.reason !== target.reason) this.#write(target, stamp);
    }
  }

  #write({ target, port, state, reason }: SeenTarget, stamp: Stamp): void {
    this.#sink({ kind: "target", ...stamp, targetGroup: this.#targetGroup, address: target, port, state, reason });
  }
}
