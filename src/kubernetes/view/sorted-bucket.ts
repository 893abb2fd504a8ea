import { byNamespaceThenName, type ObjectKey } from "#kubernetes/objects/object-key.ts";

/** One object as the store holds it. The object changes in place, so that most updates leave the indexes alone. */
export interface Entry<T> extends ObjectKey {
  object: T;
  /** The last list that held it. */
  list: number;
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

export function insertSorted<T>(bucket: Entry<T>[], entry: Entry<T>): void {
  // A list from the API server is in this order already, so filling the store appends.
  const last = bucket.at(-1);
  if (last === undefined || byNamespaceThenName(last, entry) < 0) bucket.push(entry);
  else bucket.splice(position(bucket, entry), 0, entry);
}

export function removeSorted<T>(bucket: Entry<T>[], entry: Entry<T>): void {
  const at = position(bucket, entry);
  if (bucket[at] === entry) bucket.splice(at, 1);
}

/** The one whose name is most like `key`: of Pods, one of the same workload where there is one. */
export function neighbour<T>(bucket: readonly Entry<T>[], key: ObjectKey): Entry<T> | undefined {
  const at = position(bucket, key);
  return bucket[at - 1] ?? bucket[at];
}
