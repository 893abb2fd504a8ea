import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { editDistance } from "#model/reports/edit-distance.ts";
import type { SubjectName } from "./subject-name.ts";

const most = 5;

/** What somebody may have meant, nearest first: the same name elsewhere, else names that differ little, as `deployment/shop -n web`. */
export function nearNames(wanted: SubjectName, refs: readonly ObjectRef[]): readonly string[] {
  return refs
    .map((ref) => ({ ref, distance: distanceOf(wanted, ref) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.name.length / 3))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ ref }) => `${ref.kind.toLowerCase()}/${ref.name} -n ${ref.namespace ?? "default"}`);
}

function distanceOf({ kind, name, namespace }: SubjectName, ref: ObjectRef): number {
  const elsewhere = (ref.kind === kind ? 0 : 0.5) + (namespace === undefined || ref.namespace === namespace ? 0 : 0.25);
  const part = ref.name.includes(name) || name.includes(ref.name) ? 1 : Number.POSITIVE_INFINITY;
  return Math.min(editDistance(name, ref.name), part) + elsewhere;
}
