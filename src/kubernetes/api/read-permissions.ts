import type { WatchedKind } from "#kubernetes/objects/watched-kind.ts";

export interface ReadPermission {
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  /** Why, in one line. */
  readonly purpose: string;
  readonly verbs: readonly ["list", "watch"];
}

/** For all kinds that are watched, in the order of group, then resource: the ClusterRole needs this and no more. */
export const readPermissions = (kinds: Readonly<Record<string, WatchedKind<unknown>>>): readonly ReadPermission[] =>
  Object.values(kinds)
    .filter(({ watched }) => watched)
    .map(({ group, plural, purpose }) => ({ group, resource: plural, purpose, verbs: ["list", "watch"] as const }))
    .sort((a, b) => (`${a.group}/${a.resource}` < `${b.group}/${b.resource}` ? -1 : 1));
