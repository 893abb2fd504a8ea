import { byNamespaceThenName, type ObjectKey } from "#kubernetes/objects/object-key.ts";

/** One object as the store holds it. The object changes in place, so that most updates leave the indexes alone. */
export interface Entry<T> extends ObjectKey {
  object: T;
  /** The last list that held it. */
  list: number;
}

/** Entries in the order of namespace, then name. Most keys have one, which then stands for itself: an array would take more than the entry. */
export type Bucket<T> = Entry<T> | Entry<T>[];

/** V8 makes room for 17 more where an array grows; up to this length it is copied to its size instead. */
const exact = 16;

export const entriesIn = <T>(bucket: Bucket<T> | undefined): readonly Entry<T>[] =>
  bucket === undefined ? [] : Array.isArray(bucket) ? bucket : [bucket];

/** With `entry` in its place; the bucket itself may have changed. */
export function withEntry<T>(bucket: Bucket<T> | undefined, entry: Entry<T>): Bucket<T> {
  if (bucket === undefined) return entry;
  const entries = Array.isArray(bucket) ? bucket : [bucket];
  // A list from the API server is in this order already, so filling the store appends.
  const last = entries.at(-1);
  const at = last === undefined || byNamespaceThenName(last, entry) < 0 ? entries.length : position(entries, entry);
  if (entries.length < exact) return entries.toSpliced(at, 0, entry);
  entries.splice(at, 0, entry);
  return entries;
}

/** Without `entry`; undefined where nothing is left. */
export function withoutEntry<T>(bucket: Bucket<T>, entry: Entry<T>): Bucket<T> | undefined {
  if (!Array.isArray(bucket)) return bucket === entry ? undefined : bucket;
  const at = position(bucket, entry);
  if (bucket[at] === entry) bucket.splice(at, 1);
  return bucket.length > 1 ? bucket : bucket[0];
}

/** The one whose name is most like `key`: of Pods, one of the same workload where there is one. */
export function neighbour<T>(bucket: Bucket<T>, key: ObjectKey): Entry<T> | undefined {
  if (!Array.isArray(bucket)) return bucket;
  const at = position(bucket, key);
  return bucket[at - 1] ?? bucket[at];
}

/** Where `key` stands in `bucket`, or would. */
function position(bucket: readonly Entry<unknown>[], key: ObjectKey): number {
  let low = 0;
  let high = bucket.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = bucket[middle];
    if (entry !== undefined && byNamespaceThenName(entry, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
