import { type WatchedKind, watchedKinds } from "#kubernetes/objects/watched-kinds.ts";
import type { Kind, ObjectsByKind } from "#kubernetes/view/indexes.ts";
import type { Listing } from "./list-all.ts";

/** That this compiles says that every kind the store keeps is in the registry, and is read as what the store takes. */
const registry: { readonly [K in Kind]: WatchedKind<ObjectsByKind[K]> } = watchedKinds;

/** Pods that have ended are behind no load balancer; a Pod that ends leaves such a watch as if it were deleted. */
const fieldSelectors: { readonly [K in Kind]?: string } = { Pod: "status.phase!=Succeeded,status.phase!=Failed" };

export const isOptional = (kind: Kind): boolean => registry[kind].optional;

export const isWatched = (kind: Kind): boolean => registry[kind].watched;

export const isNamespaced = (kind: Kind): boolean => registry[kind].namespaced;

export const listingOf = <K extends Kind>(kind: K): Listing<ObjectsByKind[K]> => ({
  group: registry[kind].group,
  versions: registry[kind].versions,
  plural: registry[kind].plural,
  fieldSelector: fieldSelectors[kind],
  read: registry[kind].read,
});
