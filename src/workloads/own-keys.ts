/** Labels and annotations under `outlive.dev/` that nothing reads: most are typing errors, or stand on the wrong object. */

import { type Problem, problem } from "#model/findings/problem.ts";
import { type ObjectMeta, refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { editDistance } from "#model/reports/edit-distance.ts";
import { type KeyForm, type KeyHolder, type KeyPlaces, keyPlaces } from "#model/settings/key-places.ts";
import { keyPrefix, keys } from "#model/settings/keys.ts";

/** One map of labels or annotations, and where it stands. */
export interface KeyedMap {
  readonly object: ObjectRef;
  readonly holder: KeyHolder;
  readonly form: KeyForm;
  /** Such as `spec.template.metadata.annotations`. */
  readonly path: string;
  readonly map: Readonly<Record<string, string>>;
}

/** An object may carry 256 KiB of annotations, and nobody reads a thousand messages. */
const mostReported = 10;

export function ownKeyProblems({ object, holder, form, path, map }: KeyedMap): readonly Problem[] {
  const ours = Object.keys(map).filter(isOurs);
  if (ours.length === 0) return [];
  return ours
    .filter((key) => placesOf(key)?.[form].includes(holder) !== true)
    .slice(0, mostReported)
    .map((key) => {
      const known = placesOf(key);
      const details = known === undefined ? meant(key, form, holder) : { where: known.where };
      return problem(known === undefined ? "key-unknown" : "key-misplaced", object, `${path}.${key}`, { key, form, ...details });
    });
}

/** Of an object that is no workload: its labels and its annotations. */
export const ownKeyProblemsOf = (meta: ObjectMeta, holder: KeyHolder): readonly Problem[] => [
  ...ownKeyProblems({ object: refOf(meta), holder, form: "label", path: "metadata.labels", map: meta.labels }),
  ...ownKeyProblems({ object: refOf(meta), holder, form: "annotation", path: "metadata.annotations", map: meta.annotations }),
];

/** Also with capitals, which the API server lets pass in the prefix of an annotation, and which nothing reads. */
const isOurs = (key: string): boolean => key.slice(0, keyPrefix.length).toLowerCase() === keyPrefix;

/** Nobody means one of these that writes by hand. */
const ownToWrite: ReadonlySet<string> = new Set([keys.injected, keys.why, keys.restartedFor, keys.floor]);

const known = Object.entries(keys).map(([name, key]) => ({ key, places: keyPlaces[name as keyof typeof keys] }));

const placesOf = (key: string): KeyPlaces | undefined => known.find((each) => each.key === key)?.places;

/** What somebody may have meant, and where that belongs if not here; else what there is to choose from. */
function meant(key: string, form: KeyForm, holder: KeyHolder): Readonly<Record<string, string>> {
  const isReadHere = ({ places }: (typeof known)[number]): boolean => places[form].includes(holder);
  const toWrite = known.filter(({ key }) => !ownToWrite.has(key));
  const [near] = toWrite
    .map((each) => ({ ...each, here: isReadHere(each), apart: distance(key, each.key) }))
    .filter(({ apart }) => apart <= (plain(key).length > 4 ? 2 : 1))
    .toSorted((a, b) => a.apart - b.apart || Number(b.here) - Number(a.here));
  if (near !== undefined) return near.here ? { near: near.key } : { near: near.key, where: near.places.where };
  const here = toWrite.filter(isReadHere).map((each) => each.key);
  return { here: here.join(", ") };
}

/** By the part behind the prefix; a key that holds the other whole is near as well, as `grace-period-seconds` is. */
function distance(written: string, key: string): number {
  const [a, b] = [plain(written), plain(key)];
  return a.includes(b) || (a.length > 3 && b.includes(a)) ? Math.min(editDistance(a, b), 1) : editDistance(a, b);
}

/** `gracePeriod`, `grace_period` and `grace.period` are `grace-period` in the ways of other tools. */
const plain = (key: string): string =>
  key
    .slice(keyPrefix.length)
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/[_.]/g, "-")
    .toLowerCase();
