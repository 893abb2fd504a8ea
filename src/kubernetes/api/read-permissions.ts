import { watchedKinds } from "#kubernetes/objects/watched-kinds.ts";

export interface ReadPermission {
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly ["list", "watch"];
}

/** All that the webhook watches, in the order of group, then resource: its ClusterRole needs this and no more. */
export const readPermissions = (): readonly ReadPermission[] =>
  Object.values(watchedKinds)
    .filter(({ watched }) => watched)
    .map(({ group, plural }) => ({ group, resource: plural, verbs: ["list", "watch"] as const }))
    .sort((a, b) => (`${a.group}/${a.resource}` < `${b.group}/${b.resource}` ? -1 : 1));
