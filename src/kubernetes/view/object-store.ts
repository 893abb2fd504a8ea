import type { Keyed, ObjectKey } from "#kubernetes/objects/object-key.ts";
import { isStub } from "#model/kubernetes/stub.ts";
import type { ClusterView } from "./cluster-view.ts";
import { type KindRegistry, kindsIn } from "./kind-registry.ts";
import { type IndexFunction, KindTable } from "./kind-table.ts";
import type { IndexName, Kind, ObjectsByKind } from "./kinds.ts";
import { WorkMemo } from "./work-memo.ts";

/** What one write did to the store. */
export type StoreChange =
  | { readonly what: "object"; readonly kind: Kind; readonly key: ObjectKey; readonly before: unknown; readonly after: unknown }
  /** A whole kind was listed again; nobody compared it with what was there. */
  | { readonly what: "kind"; readonly kind: Kind };

type Observer = (change: StoreChange) => void;

type Indexes = Readonly<Record<string, IndexFunction<never>>>;

type Tables = { readonly [K in Kind]: KindTable<ObjectsByKind[K]> };

/** The one store behind every view of a cluster: objects in memory, found by name or by an index of their kind. */
export class ObjectStore implements ClusterView {
  readonly #tables: Tables;
  readonly #memo = new WorkMemo(() => this.#revision);
  readonly #observers = new Set<Observer>();
  #revision = 0;

  constructor(registry: KindRegistry) {
    const tables = kindsIn(registry).map((kind) => [kind, new KindTable(registry[kind].indexes as Indexes)]);
    this.#tables = Object.fromEntries(tables) as Tables;
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectsByKind[K] | undefined {
    return this.#tables[kind].get({ namespace, name });
  }

  indexed<K extends Kind>(kind: K, index: IndexName<K>, key: string): readonly ObjectsByKind[K][] {
    return this.#tables[kind].indexed(index, key);
  }

  keysOf<K extends Kind>(kind: K, index: IndexName<K>, object: ObjectsByKind[K]): readonly string[] {
    return this.#tables[kind].keysOf(index, object);
  }

  keys<K extends Kind>(kind: K, index: IndexName<K>): readonly string[] {
    return this.#tables[kind].keys(index);
  }

  list<K extends Kind>(kind: K): readonly ObjectsByKind[K][] {
    return this.#tables[kind].list();
  }

  revision(): number {
    return this.#revision;
  }

  memoize<T>(work: (...given: never[]) => T, key: string, make: () => T): T {
    return this.#memo.keep(work, key, make);
  }

  /** Whoever reads files or walks the whole cluster may take the time that it needs. */
  spend(): void {}

  /** The names of all objects of a kind, unsorted: for walks that take them in turns. */
  names(kind: Kind): readonly ObjectKey[] {
    return this.#tables[kind].names();
  }

  count(kind: Kind): number {
    return this.#tables[kind].size;
  }

  stubs(kind: Kind): number {
    return this.#tables[kind].stubs;
  }

  put<K extends Kind>(kind: K, object: Keyed<ObjectsByKind[K]>): void {
    // Most events of a workload are about its status, which is not kept: then nothing has changed here.
    const before = this.#tables[kind].get(object.key);
    if (kind !== "Pod" && sameContent(before, object.object)) return;
    this.#tables[kind].put(object);
    this.#changed(kind);
    this.#notify({ what: "object", kind, key: object.key, before, after: object.object });
  }

  remove(kind: Kind, key: ObjectKey): void {
    const before = this.#tables[kind].get(key);
    this.#tables[kind].remove(key);
    this.#changed(kind);
    if (before !== undefined) this.#notify({ what: "object", kind, key, before, after: undefined });
  }

  /** Makes `objects` all that there is of a kind, as after a new list. */
  replaceAll<K extends Kind>(kind: K, objects: readonly Keyed<ObjectsByKind[K]>[]): void {
    this.#tables[kind].replaceAll(objects);
    this.#changed(kind);
    this.#notify({ what: "kind", kind });
  }

  /** Calls back after every change; the result ends that. */
  observe(observer: Observer): () => void {
    this.#observers.add(observer);
    return () => {
      this.#observers.delete(observer);
    };
  }

  #notify(change: StoreChange): void {
    for (const observer of this.#observers) observer(change);
  }

  #changed(kind: Kind): void {
    if (kind !== "Pod") this.#revision += 1;
  }
}

/** Readers write the fields of a kind in one order, so equal objects have equal texts. */
const sameContent = (before: object | undefined, after: object): boolean =>
  before !== undefined && isStub(before) === isStub(after) && JSON.stringify(before) === JSON.stringify(after);
