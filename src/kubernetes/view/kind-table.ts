import { byNamespaceThenName, type Keyed, type ObjectKey } from "#kubernetes/objects/object-key.ts";
import { isStub } from "#model/kubernetes/stub.ts";
import type { Narrowed } from "./cluster-view.ts";
import { RecentTexts } from "./recent-texts.ts";
import { sharingParts } from "./shared-parts.ts";
import { type Bucket, type Entry, entriesIn, neighbour, withEntry, withoutEntry } from "./sorted-bucket.ts";

export type IndexFunction<T> = (object: T) => readonly string[];

interface Index<T> {
  readonly keysOf: IndexFunction<T>;
  readonly buckets: Map<string, Bucket<T>>;
}

/** One object before and after it was put; the same one where nothing of it has changed. */
export interface Replaced<T> {
  readonly before: T | undefined;
  readonly after: T;
}

/**
 * The objects of one kind, by name and by content.
 * Index keys are not kept with an object: they are worked out again from its old form when it changes.
 */
export class KindTable<T extends object> {
  /** By namespace, then by name, so that no text is made and kept of the two. */
  readonly #entries = new Map<string, Map<string, Entry<T>>>();
  readonly #indexes: ReadonlyMap<string, Index<T>>;
  readonly #texts: RecentTexts;
  #size = 0;
  #stubs = 0;
  #list = 0;
  #latest: Entry<T> | undefined;

  /** @param texts of all tables, because most kinds name the same things */
  constructor(indexFunctions: Readonly<Record<string, IndexFunction<T>>>, texts = new RecentTexts()) {
    this.#texts = texts;
    this.#indexes = new Map(Object.entries(indexFunctions).map(([name, keysOf]) => [name, { keysOf, buckets: new Map() }]));
  }

  get size(): number {
    return this.#size;
  }

  get stubs(): number {
    return this.#stubs;
  }

  get(key: ObjectKey): T | undefined {
    return this.#entry(key)?.object;
  }

  indexed(index: string, key: string, narrowed?: Narrowed): readonly T[] {
    const bucket = entriesIn(this.#indexes.get(index)?.buckets.get(key));
    // A copy as long as the answer, so that a caller may keep it while the cluster moves on.
    return (narrowed === undefined ? bucket : narrow(bucket, narrowed)).map(objectOf);
  }

  filed(index: string, key: string): number {
    return entriesIn(this.#indexes.get(index)?.buckets.get(key)).length;
  }

  keysOf(index: string, object: T): readonly string[] {
    return this.#indexes.get(index)?.keysOf(object) ?? [];
  }

  keys(index: string): readonly string[] {
    return [...(this.#indexes.get(index)?.buckets.keys() ?? [])].sort();
  }

  list(): readonly T[] {
    return [...this.#all()].sort(byNamespaceThenName).map(objectOf);
  }

  /** In no order that means anything. */
  names(): readonly ObjectKey[] {
    return [...this.#all()];
  }

  put({ key, object }: Keyed<T>): Replaced<T> {
    const known = this.#entry(key);
    return known === undefined ? this.#insert(key, object) : this.#replace(known, object);
  }

  remove(key: ObjectKey): T | undefined {
    const ofNamespace = this.#entries.get(key.namespace);
    const entry = ofNamespace?.get(key.name);
    if (ofNamespace === undefined || entry === undefined) return undefined;
    ofNamespace.delete(key.name);
    if (ofNamespace.size === 0) this.#entries.delete(key.namespace);
    this.#size -= 1;
    this.#stubs -= stubsIn(entry.object);
    if (this.#latest === entry) this.#latest = undefined;
    for (const { keysOf, buckets } of this.#indexes.values()) {
      for (const old of new Set(keysOf(entry.object))) unfile(buckets, old, entry);
    }
    return entry.object;
  }

  /** From now on what is put counts as listed. A list that has begun before is not ended anymore. */
  beginList(): void {
    this.#list += 1;
  }

  /** The names of what was not put since the list began: with those removed, the table holds what the list held. */
  unlisted(): readonly ObjectKey[] {
    return [...this.#all()].filter(({ list }) => list !== this.#list);
  }

  #insert(key: ObjectKey, fresh: T): Replaced<T> {
    // All keys are known before anything changes, so that an index function that throws leaves the table whole.
    const places = Array.from(this.#indexes.values(), ({ buckets, keysOf }) => ({ buckets, keys: keysOf(fresh) }));
    const object = this.#sharing(neighbourIn(places, key) ?? this.#latest?.object, fresh);
    const entry = this.#add(key, object);
    for (const { buckets, keys } of places) for (const each of new Set(keys)) file(buckets, each, entry);
    this.#stubs += stubsIn(object);
    this.#latest = entry;
    return { before: undefined, after: object };
  }

  #replace(entry: Entry<T>, fresh: T): Replaced<T> {
    const before = entry.object;
    const after = this.#sharing(before, fresh);
    const changes = after === before ? [] : Array.from(this.#indexes.values(), (index) => keyChange(index, before, after));
    entry.list = this.#list;
    entry.object = after;
    this.#stubs += stubsIn(after) - stubsIn(before);
    for (const { buckets, gone, added } of changes) {
      for (const each of gone) unfile(buckets, each, entry);
      for (const each of added) file(buckets, each, entry);
    }
    return { before, after };
  }

  #sharing(known: T | undefined, fresh: T): T {
    return known === undefined || isStub(known) !== isStub(fresh) ? fresh : sharingParts(known, fresh, this.#texts);
  }

  *#all(): Generator<Entry<T>, void, undefined> {
    for (const ofNamespace of this.#entries.values()) yield* ofNamespace.values();
  }

  #entry({ namespace, name }: ObjectKey): Entry<T> | undefined {
    return this.#entries.get(namespace)?.get(name);
  }

  #add(key: ObjectKey, object: T): Entry<T> {
    const namespace = this.#texts.one(key.namespace);
    const name = this.#texts.one(key.name);
    const ofNamespace = this.#entries.get(namespace);
    const entry = { namespace, name, object, list: this.#list };
    if (ofNamespace === undefined) this.#entries.set(namespace, new Map([[name, entry]]));
    else ofNamespace.set(name, entry);
    this.#size += 1;
    return entry;
  }
}

function narrow<T extends object>(
  bucket: readonly Entry<T>[],
  { from, most = bucket.length, uncounted }: Narrowed,
): readonly Entry<T>[] {
  if (from === undefined && uncounted === undefined) return bucket.slice(0, most);
  const found: Entry<T>[] = [];
  for (const entry of bucket) {
    if (found.length >= most) break;
    const left = uncounted === true && isStub(entry.object);
    if (!left && (from?.(entry.namespace) ?? true)) found.push(entry);
  }
  return found;
}

interface Places<T> {
  readonly buckets: ReadonlyMap<string, Bucket<T>>;
  readonly keys: readonly string[];
}

/** An object that has much in common with a new one of this name. */
function neighbourIn<T>(places: readonly Places<T>[], key: ObjectKey): T | undefined {
  for (const { buckets, keys } of places) {
    for (const each of keys) {
      const bucket = buckets.get(each);
      if (bucket !== undefined) return neighbour(bucket, key)?.object;
    }
  }
  return undefined;
}

interface KeyChange<T> {
  readonly buckets: Map<string, Bucket<T>>;
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

function keyChange<T>({ buckets, keysOf }: Index<T>, before: T, after: T): KeyChange<T> {
  const [old, now] = [new Set(keysOf(before)), new Set(keysOf(after))];
  return { buckets, gone: [...old].filter((key) => !now.has(key)), added: [...now].filter((key) => !old.has(key)) };
}

const stubsIn = (object: object): number => (isStub(object) ? 1 : 0);

const objectOf = <T>(entry: Entry<T>): T => entry.object;

function file<T>(buckets: Map<string, Bucket<T>>, key: string, entry: Entry<T>): void {
  const bucket = buckets.get(key);
  const filed = withEntry(bucket, entry);
  if (filed !== bucket) buckets.set(key, filed);
}

function unfile<T>(buckets: Map<string, Bucket<T>>, key: string, entry: Entry<T>): void {
  const bucket = buckets.get(key);
  const left = bucket && withoutEntry(bucket, entry);
  if (left === undefined) buckets.delete(key);
  else if (left !== bucket) buckets.set(key, left);
}
