import type { Keyed, ObjectKey } from "#kubernetes/objects/object-key.ts";
import { pathOf } from "#kubernetes/objects/object-key.ts";
import { printUtc } from "#trace/time/utc.ts";
import { Interruption } from "./interruption.ts";
import type { LineSink, PodLine, Unstamped } from "./lines.ts";

interface Known {
  readonly line: Unstamped<PodLine>;
  readonly text: string;
}

/** What a watch of Pods delivers, as lines of a recording: one whenever something of it changes. */
export class PodChanges {
  readonly interruption = new Interruption();
  readonly #known = new Map<string, Known>();
  readonly #nowMs: () => number;
  readonly #sink: LineSink;

  constructor(nowMs: () => number, sink: LineSink) {
    this.#nowMs = nowMs;
    this.#sink = sink;
  }

  /** The Pods as they are now. */
  get pods(): readonly Unstamped<PodLine>[] {
    return [...this.#known.values()].map(({ line }) => line);
  }

  /** A list after the first one stands for everything that was missed since `heardMs`, the last sign of life. */
  replaceAll(objects: readonly Keyed<Unstamped<PodLine>>[], heardMs?: number): void {
    if (heardMs !== undefined) this.interruption.begin(this.#nowMs(), heardMs);
    const stamp = this.#stamp();
    const listed = new Set(objects.map(({ key }) => pathOf(key)));
    for (const [path, { line }] of [...this.#known]) if (!listed.has(path)) this.#removed(path, line, stamp);
    for (const { key, object } of objects) this.#changed(pathOf(key), object, stamp);
  }

  put({ key, object }: Keyed<Unstamped<PodLine>>): void {
    this.#changed(pathOf(key), object, this.#stamp());
  }

  remove(key: ObjectKey): void {
    const known = this.#known.get(pathOf(key));
    const stamp = this.#stamp();
    if (known !== undefined) this.#removed(pathOf(key), known.line, stamp);
  }

  #changed(path: string, line: Unstamped<PodLine>, stamp: Stamp): void {
    const before = this.#known.get(path);
    const text = JSON.stringify(line);
    if (before?.text === text) return;
    // A StatefulSet's next Pod has the name of the one that it replaces, whose end the watch may have missed.
    if (before !== undefined && before.line.uid !== line.uid) this.#removed(path, before.line, stamp);
    this.#known.set(path, { line, text });
    this.#sink({ ...line, ...stamp });
  }

  #removed(path: string, line: Unstamped<PodLine>, stamp: Stamp): void {
    this.#known.delete(path);
    this.#sink({ ...line, ...stamp, removed: true });
  }

  #stamp(): Stamp {
    return stampOf(this.interruption, this.#nowMs());
  }
}

export interface Stamp {
  readonly at: string;
  readonly notBefore?: string;
}

export function stampOf(interruption: Interruption, nowMs: number): Stamp {
  const notBeforeMs = interruption.heard(nowMs);
  return { at: printUtc(nowMs), ...(notBeforeMs === undefined ? {} : { notBefore: printUtc(notBeforeMs) }) };
}
