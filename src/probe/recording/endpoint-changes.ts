import type { Keyed, ObjectKey } from "#kubernetes/objects/object-key.ts";
import { pathOf } from "#kubernetes/objects/object-key.ts";
import { Interruption } from "./interruption.ts";
import type { EndpointLine, LineSink, Unstamped } from "./lines.ts";
import { type Stamp, stampOf } from "./pod-changes.ts";

type Lines = readonly Unstamped<EndpointLine>[];

/** What a watch of EndpointSlices delivers, as lines of a recording: one whenever a condition of an endpoint changes. */
export class EndpointChanges {
  readonly interruption = new Interruption();
  /** By slice, then by endpoint. */
  readonly #known = new Map<string, ReadonlyMap<string, Unstamped<EndpointLine>>>();
  readonly #nowMs: () => number;
  readonly #sink: LineSink;

  constructor(nowMs: () => number, sink: LineSink) {
    this.#nowMs = nowMs;
    this.#sink = sink;
  }

  /** As with Pods. */
  replaceAll(objects: readonly Keyed<Lines>[], heardMs?: number): void {
    if (heardMs !== undefined) this.interruption.begin(this.#nowMs(), heardMs);
    const stamp = stampOf(this.interruption, this.#nowMs());
    const listed = new Set(objects.map(({ key }) => pathOf(key)));
    for (const path of [...this.#known.keys()]) if (!listed.has(path)) this.#changed(path, [], stamp);
    for (const { key, object } of objects) this.#changed(pathOf(key), object, stamp);
  }

  put({ key, object }: Keyed<Lines>): void {
    this.#changed(pathOf(key), object, stampOf(this.interruption, this.#nowMs()));
  }

  remove(key: ObjectKey): void {
    this.#changed(pathOf(key), [], stampOf(this.interruption, this.#nowMs()));
  }

  #changed(path: string, lines: Lines, stamp: Stamp): void {
    const before = this.#known.get(path) ?? new Map<string, Unstamped<EndpointLine>>();
    const after = new Map(lines.map((line) => [`${line.address} ${line.port ?? ""} ${line.pod ?? ""}`, line]));
    for (const [key, line] of before) {
      if (!after.has(key)) this.#sink({ ...line, ready: false, serving: false, removed: true, ...stamp });
    }
    for (const [key, line] of after) {
      if (JSON.stringify(before.get(key)) !== JSON.stringify(line)) this.#sink({ ...line, ...stamp });
    }
    if (after.size === 0) this.#known.delete(path);
    else this.#known.set(path, after);
  }
}
