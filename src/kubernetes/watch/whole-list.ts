import type { Keyed } from "#kubernetes/objects/object-key.ts";
import type { ListTarget } from "#kubernetes/view/list-target.ts";

/** For targets that want a list as a whole: collects it, and gives nothing of one that breaks off. */
export function wholeList<T>(take: (objects: readonly Keyed<T>[]) => void): ListTarget<T> {
  const objects: Keyed<T>[] = [];
  return { put: (object) => objects.push(object), complete: () => take(objects) };
}
