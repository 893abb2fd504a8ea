import { byNamespaceThenName, type Keyed, type ObjectKey, pathOf } from "#kubernetes/objects/object-key.ts";
import { isStub } from "#model/kubernetes/stub.ts";
import { type Entry, insertSorted, removeSorted } from "./sorted-bucket.ts";

export type IndexFunction<T> = (object: T) => readonly string[];

interface Index<T> {
  readonly keysOf: IndexFunction<T>;
  readonly buckets: Map<string, Entry<T>[]>;
}

/**
 * The objects of one kind, by name and by content.
 * Index keys are not kept with an object: they are worked out again from its old form when it changes.
 */
export class KindTable<T extends object> {
  readonly #entries = new Map<string, Entry<T>>();
  #stubs = 0;
  readonly #indexes: ReadonlyMap<string, Index<T>>;

  constructor(indexFunctions: Readonly<Record<string, IndexFunction<T>>>) {
    this.#indexes = new Map(Object.entries(indexFunctions).map(([name, keysOf]) => [name, { keysOf, buckets: new Map() }]));
  }

  get size(): number {
    return this.#entries.size;
  }

  get stubs(): number {
    return this.#stubs;
  }

  get(key: ObjectKey): T | undefined {
    return this.#entries.get(pathOf(key))?.object;
  }

  indexed(index: string, key: string): readonly T[] {
    // A copy as long as the answer, so that a caller may keep it while the cluster moves on.
    return this.#indexes.get(index)?.buckets.get(key)?.map(objectOf) ?? [];
  }

  keysOf(index: string, object: T): readonly string[] {
    return this.#indexes.get(index)?.keysOf(object) ?? [];
  }

  keys(index: string): readonly string[] {
    return [...(this.#indexes.get(index)?.buckets.keys() ?? [])].sort();
  }

  list(): readonly T[] {
    return [...this.#entries.values()].sort((a, b) => byNamespaceThenName(a.key, b.key)).map(objectOf);
  }

  /** In no order that means anything. */
  names(): readonly ObjectKey[] {
    return Array.from(this.#entries.values(), ({ key }) => key);
  }

  put({ key, object }: Keyed<T>): void {
    const path = pathOf(key);
    const known = this.#entries.get(path);
    // All keys are known before anything changes, so that an index function that throws leaves the table whole.
    const changes = [...this.#indexes.values()].map((index) => ({
      buckets: index.buckets,
      before: known === undefined ? noKeys : new Set(index.keysOf(known.object)),
      after: new Set(index.keysOf(object)),
    }));
    const entry = known ?? { key, object };
    this.#stubs += stubsIn(object) - (known === undefined ? 0 : stubsIn(known.object));
    entry.object = object;
    if (known === undefined) this.#entries.set(path, entry);
    for (const { buckets, before, after } of changes) {
      for (const old of before) if (!after.has(old)) unfile(buckets, old, entry);
      for (const fresh of after) if (!before.has(fresh)) file(buckets, fresh, entry);
    }
  }

  remove(key: ObjectKey): void {
    const path = pathOf(key);
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    this.#entries.delete(path);
    this.#stubs -= stubsIn(entry.object);
    for (const { keysOf, buckets } of this.#indexes.values()) {
      for (const old of new Set(keysOf(entry.object))) unfile(buckets, old, entry);
    }
  }

  /**
   * Makes `objects` all that there is, without a moment in between at which less is seen.
   * @throws AggregateError where an index function throws, after all objects that can be filed were
   */
  replaceAll(objects: readonly Keyed<T>[]): void {
    const staying = new Set(objects.map(({ key }) => pathOf(key)));
    for (const [path, entry] of this.#entries) if (!staying.has(path)) this.remove(entry.key);
    const errors: unknown[] = [];
    for (const object of objects) {
      try {
        this.put(object);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0)
      throw new AggregateError(errors, `${errors.length} objects could not be indexed: ${String(errors[0])}`);
  }
}

const noKeys: ReadonlySet<string> = new Set();

const stubsIn = (object: object): number => (isStub(object) ? 1 : 0);

const objectOf = <T>(entry: Entry<T>): T => entry.object;

function file<T>(buckets: Map<string, Entry<T>[]>, key: string, entry: Entry<T>): void {
  const bucket = buckets.get(key);
  if (bucket === undefined) buckets.set(key, [entry]);
  else insertSorted(bucket, entry);
}

function unfile<T>(buckets: Map<string, Entry<T>[]>, key: string, entry: Entry<T>): void {
  const bucket = buckets.get(key);
  if (bucket === undefined) return;
  removeSorted(bucket, entry);
  if (bucket.length === 0) buckets.delete(key);
}
