import type { Keyed, ObjectKey } from "#kubernetes/objects/object-key.ts";
import { isStub } from "#model/kubernetes/stub.ts";
import type { ClusterView, Narrowed } from "./cluster-view.ts";
import { type KindRegistry, kindsIn } from "./kind-registry.ts";
import { type IndexFunction, KindTable } from "./kind-table.ts";
import type { IndexName, Kind, ObjectsByKind } from "./kinds.ts";
import type { ListTarget } from "./list-target.ts";
import { RecentTexts } from "./recent-texts.ts";
import { WorkMemo } from "./work-memo.ts";

/** What one write did to the store; nothing is said of one that changed nothing. */
export interface StoreChange {
  readonly kind: Kind;
  readonly key: ObjectKey;
  readonly before: unknown;
  readonly after: unknown;
}

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
    const texts = new RecentTexts();
    const tables = kindsIn(registry).map((kind) => [kind, new KindTable(registry[kind].indexes as Indexes, texts)]);
    this.#tables = Object.fromEntries(tables) as Tables;
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectsByKind[K] | undefined {
    return this.#tables[kind].get({ namespace, name });
  }

  unread(kind: Kind, namespace: string, name: string): boolean {
    const object: object | undefined = this.get(kind, namespace, name);
    return object !== undefined && isStub(object);
  }

  indexed<K extends Kind>(kind: K, index: IndexName<K>, key: string, narrowed?: Narrowed): readonly ObjectsByKind[K][] {
    return this.#tables[kind].indexed(index, key, narrowed);
  }

  filed<K extends Kind>(kind: K, index: IndexName<K>, key: string): number {
    return this.#tables[kind].filed(index, key);
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
    const { before, after } = this.#tables[kind].put(object);
    // Most events are about the status of an object, which is not kept: then nothing has changed here.
    if (before !== after) this.#changed({ kind, key: object.key, before, after });
  }

  remove(kind: Kind, key: ObjectKey): void {
    const before = this.#tables[kind].remove(key);
    if (before !== undefined) this.#changed({ kind, key, before, after: undefined });
  }

  /** Makes what the list will hold all that there is of a kind. */
  beginList<K extends Kind>(kind: K): ListTarget<ObjectsByKind[K]> {
    this.#tables[kind].beginList();
    return {
      put: (object) => this.put(kind, object),
      complete: () => {
        for (const key of this.#tables[kind].unlisted()) this.remove(kind, key);
      },
    };
  }

  /** Makes `objects` all that there is of a kind. */
  replaceAll<K extends Kind>(kind: K, objects: readonly Keyed<ObjectsByKind[K]>[]): void {
    const list = this.beginList(kind);
    for (const object of objects) list.put(object);
    list.complete();
  }

  /** Calls back after every change; the result ends that. */
  observe(observer: Observer): () => void {
    this.#observers.add(observer);
    return () => {
      this.#observers.delete(observer);
    };
  }

  #changed(change: StoreChange): void {
    if (change.kind !== "Pod") this.#revision += 1;
    for (const observer of this.#observers) observer(change);
  }
}
