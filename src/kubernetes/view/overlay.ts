import { isStub } from "#model/kubernetes/stub.ts";
import type { ClusterView } from "./cluster-view.ts";
import type { Kind, ObjectsByKind } from "./kinds.ts";
import { WorkMemo } from "./work-memo.ts";

export interface Change<K extends Kind> {
  readonly kind: K;
  readonly namespace: string;
  readonly name: string;
  /** As it would be stored; undefined: as if it did not exist. */
  readonly object: ObjectsByKind[K] | undefined;
}

/** The view as it would be with one object added, replaced or removed. Nothing is copied: the change is put over each answer. */
export function overlay<C extends Kind>(view: ClusterView, change: Change<C>): ClusterView {
  const isChanged = (kind: Kind, namespace: string, name: string): boolean =>
    kind === change.kind && namespace === change.namespace && name === change.name;
  const withChange = <K extends Kind>(
    kind: K,
    found: readonly ObjectsByKind[K][],
    belongs: boolean,
  ): readonly ObjectsByKind[K][] => {
    if ((kind as Kind) !== change.kind) return found;
    const others = found.filter((object) => !isChanged(kind, ...placeOf(object)));
    if (!belongs || change.object === undefined) return others;
    // The kinds are one, so the objects are of one type; TypeScript does not see it through the two type parameters.
    const changed = change.object as unknown as ObjectsByKind[K];
    return [...others, changed].sort((a, b) => inOrder(placeOf(a), placeOf(b)));
  };
  const memo = new WorkMemo(() => view.revision());
  // Once for each index: an object of a megabyte has so many keys that working them out for each answer takes seconds.
  const filed = new Map<string, ReadonlySet<string>>();
  const keysOfChange = (index: string): ReadonlySet<string> => {
    const known =
      filed.get(index) ?? new Set(change.object === undefined ? [] : view.keysOf(change.kind, index as never, change.object));
    filed.set(index, known);
    return known;
  };
  return {
    get: (kind, namespace, name) =>
      isChanged(kind, namespace, name) ? (change.object as never) : view.get(kind, namespace, name),
    unread: (kind, namespace, name) =>
      isChanged(kind, namespace, name)
        ? change.object !== undefined && isStub(change.object)
        : view.unread(kind, namespace, name),
    indexed: (kind, index, key, narrowed) => {
      if ((kind as Kind) !== change.kind) return view.indexed(kind, index, key, narrowed);
      const { from = () => true, most = Number.POSITIVE_INFINITY } = narrowed ?? {};
      const belongs = keysOfChange(index).has(key) && from(change.namespace);
      // One more, because the object that has changed may be among the first.
      return withChange(kind, view.indexed(kind, index, key, { ...narrowed, from, most: most + 1 }), belongs).slice(0, most);
    },
    filed: (kind, index, key) => {
      if ((kind as Kind) !== change.kind) return view.filed(kind, index, key);
      const stored = view.get(kind, change.namespace, change.name);
      const before = stored !== undefined && view.keysOf(kind, index, stored).includes(key) ? 1 : 0;
      return view.filed(kind, index, key) - before + (keysOfChange(index).has(key) ? 1 : 0);
    },
    keysOf: (kind, index, object) => view.keysOf(kind, index, object),
    keys: (kind, index) => {
      if ((kind as Kind) !== change.kind) return view.keys(kind, index);
      const others = view.keys(kind, index).filter((key) => withChange(kind, view.indexed(kind, index, key), false).length > 0);
      return [...new Set([...others, ...keysOfChange(index)])].sort();
    },
    list: (kind) => withChange(kind, view.list(kind), true),
    revision: () => undefined,
    memoize: (work, key, make) => memo.keep(work, key, make),
    spend: (steps) => view.spend(steps),
  };
}

type Place = readonly [namespace: string, name: string];

const placeOf = (object: ObjectsByKind[Kind]): Place =>
  "meta" in object ? [object.meta.namespace, object.meta.name] : [object.ref.namespace ?? "", object.ref.name];

const inOrder = (a: Place, b: Place): number => compare(a[0], b[0]) || compare(a[1], b[1]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
