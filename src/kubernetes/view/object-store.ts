import type { Keyed, ObjectKey } from "#kubernetes/objects/object-key.ts";
import { isStub } from "#model/kubernetes/stub.ts";
import type { ClusterView } from "./cluster-view.ts";
import { type KindRegistry, kindsIn } from "./kind-registry.ts";
import { type IndexFunction, KindTable } from "./kind-table.ts";
import type { IndexName, Kind, ObjectsByKind } from "./kinds.ts";
import { WorkMemo } from "./work-memo.ts";

type Indexes = Readonly<Record<string, IndexFunction<never>>>;

type Tables = { readonly [K in Kind]: KindTable<ObjectsByKind[K]> };

/** The one store behind every view of a cluster: objects in memory, found by name or by an index of their kind. */
export class ObjectStore implements ClusterView {
  readonly #tables: Tables;
  readonly #memo = new WorkMemo(() => this.#revision);
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

  count(kind: Kind): number {
    return this.#tables[kind].size;
  }

  stubs(kind: Kind): number {
    return this.#tables[kind].stubs;
  }

  put<K extends Kind>(kind: K, object: Keyed<ObjectsByKind[K]>): void {
    // Most events of a workload are about its status, which is not kept: then nothing has changed here.
    if (kind !== "Pod" && sameContent(this.#tables[kind].get(object.key), object.object)) return;
    this.#tables[kind].put(object);
    this.#changed(kind);
  }

  remove(kind: Kind, key: ObjectKey): void {
    this.#tables[kind].remove(key);
    this.#changed(kind);
  }

  /** Makes `objects` all that there is of a kind, as after a new list. */
  replaceAll<K extends Kind>(kind: K, objects: readonly Keyed<ObjectsByKind[K]>[]): void {
    this.#tables[kind].replaceAll(objects);
    this.#changed(kind);
  }

  #changed(kind: Kind): void {
    if (kind !== "Pod") this.#revision += 1;
  }
}

/** Readers write the fields of a kind in one order, so equal objects have equal texts. */
const sameContent = (before: object | undefined, after: object): boolean =>
  before !== undefined && isStub(before) === isStub(after) && JSON.stringify(before) === JSON.stringify(after);
