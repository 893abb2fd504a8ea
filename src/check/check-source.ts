import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { groupOf, type ObjectRef } from "#model/kubernetes/refs.ts";
import type { Place } from "#model/reports/check-report.ts";

/** One object of a manifest, with a way back to the lines that it was written in. */
export interface ManifestSubject {
  readonly kind: Kind;
  readonly key: { readonly namespace: string; readonly name: string };
  readonly document: Place & {
    readonly raw: Readonly<Record<string, unknown>>;
    /** The line of the value under the path, or of the nearest that exists above it. */
    lineOf(path: readonly (string | number)[]): number;
  };
}

export interface CheckSource {
  readonly view: ClusterView;
  /** In the order in which they were read. */
  readonly objects: readonly ManifestSubject[];
}

/** Finds the manifest of an object that a finding names. */
export type FindSubject = (ref: ObjectRef) => ManifestSubject | undefined;

export function subjectFinder(objects: readonly ManifestSubject[]): FindSubject {
  const byName = new Map(objects.map((object) => [nameOf(refOfSubject(object)), object]));
  return (ref) => byName.get(nameOf(ref));
}

export function refOfSubject({ document, key }: ManifestSubject): ObjectRef {
  const { apiVersion, kind } = document.raw;
  const identity = { apiVersion: String(apiVersion), kind: String(kind) };
  return key.namespace === "" ? { ...identity, name: key.name } : { ...identity, ...key };
}

const nameOf = ({ apiVersion, kind, namespace, name }: ObjectRef): string =>
  JSON.stringify([groupOf(apiVersion), kind, namespace ?? "", name]);
