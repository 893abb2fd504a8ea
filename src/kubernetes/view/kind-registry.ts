import type { WatchedKind } from "#kubernetes/objects/watched-kind.ts";
import { groupOf } from "#model/kubernetes/refs.ts";
import type { IndexName, Kind, ObjectsByKind } from "./kinds.ts";

/** A kind as the store needs it: how it is read, and under which keys one object is filed in each index. */
export interface StoredKind<K extends Kind> extends WatchedKind<ObjectsByKind[K]> {
  readonly indexes: { readonly [I in IndexName<K>]: (object: ObjectsByKind[K]) => readonly string[] };
}

export type KindRegistry = { readonly [K in Kind]: StoredKind<K> };

export const kindsIn = (registry: KindRegistry): readonly Kind[] => Object.keys(registry) as readonly Kind[];

/** Finds the name in the registry of what an object says it is, whichever version of the group it is written in. */
export function kindFinder(registry: KindRegistry): (apiVersion: string, kind: string) => Kind | undefined {
  const byGroupAndKind = new Map(kindsIn(registry).map((name) => [`${registry[name].group}/${registry[name].kind}`, name]));
  return (apiVersion, kind) => byGroupAndKind.get(`${groupOf(apiVersion)}/${kind}`);
}
