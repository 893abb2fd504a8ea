/**
 * The port through which everything asks the cluster: synchronous questions on objects held in memory.
 * Answered by one store that is filled in three ways: watched, listed once, read from manifest files.
 * No question may cost more in a larger cluster: whatever is looked up by content has an index.
 */
import type { IndexName, Kind, ObjectsByKind } from "./kinds.ts";

/** Of what an index files under a key, the part that is asked for. The rest is not looked at, so that nobody pays for it. */
export interface Narrowed {
  /** Only what these namespaces hold: anybody may write an object that names something of another namespace. */
  readonly from?: (namespace: string) => boolean;
  /** No more than the first so many of those. */
  readonly most?: number;
  /**
   * For what all decisions alike look at, and anybody may write: what is held as a stub is left out, and nothing is counted, so that no
   * tenant's object stops the decisions of all others.
   */
  readonly uncounted?: true;
}

export interface ClusterView {
  /** Cluster-scoped kinds take the namespace "". */
  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectsByKind[K] | undefined;
  /**
   * Whether it is so large that only a part of it was read: no decision can look at it. For what must not stop the decisions of others,
   * which would fail if they asked for the object itself.
   */
  unread(kind: Kind, namespace: string, name: string): boolean;
  /** The objects that an index files under `key`, in the order of namespace, then name. */
  indexed<K extends Kind>(kind: K, index: IndexName<K>, key: string, narrowed?: Narrowed): readonly ObjectsByKind[K][];
  /** How many they are. None of them is looked at, so that it costs nothing however large they are. */
  filed<K extends Kind>(kind: K, index: IndexName<K>, key: string): number;
  /** The keys under which an index files this object, or would. */
  keysOf<K extends Kind>(kind: K, index: IndexName<K>, object: ObjectsByKind[K]): readonly string[];
  /** Every key of an index under which something is filed, in order. Only for indexes that have few, whatever the number of objects. */
  keys<K extends Kind>(kind: K, index: IndexName<K>): readonly string[];
  /** All of a kind. Only for kinds that a cluster has few of (classes, parameters) and for commands that walk everything. */
  list<K extends Kind>(kind: K): readonly ObjectsByKind[K][];
  /**
   * Another number whenever anything but running Pods has changed, so that an answer which was worked out from the view can be
   * kept as long as the number stays. Undefined where nobody counts, as in a view with a change put over it.
   */
  revision(): number | undefined;
  /**
   * What `make` gives, made once for as long as nothing but running Pods changes: for work that many decisions need alike and that
   * costs more than a few look-ups. `make` must do `work`, and its result follow from the view without its Pods and from the key.
   */
  memoize<T>(work: (...given: never[]) => T, key: string, make: () => T): T;
  /**
   * Counts turns of a loop over several objects, where they are more than the objects themselves.
   * @throws WorkBudgetExceeded where a decision has spent what it may
   */
  spend(steps: number): void;
}
