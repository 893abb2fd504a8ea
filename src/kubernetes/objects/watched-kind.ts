/** How a kind is listed and watched, and how a document in a file is recognised as one. */
export interface WatchedKind<T> {
  /** As the object writes it. Its name in the registry differs where two API groups have a kind of one name. */
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  /** In order of preference; the first that the API server serves is used. */
  readonly versions: readonly [string, ...string[]];
  readonly plural: string;
  readonly namespaced: boolean;
  /** Its CustomResourceDefinition may not be installed, which is no error. */
  readonly optional: boolean;
  /** False for what decisions do not look at: commands list it, the webhook does not watch it. */
  readonly watched: boolean;
  /** Keeps objects out of lists and watches at the API server. */
  readonly fieldSelector?: string;
  /** Fields whose lists and maps `read` does not look at, wherever they stand; a list or a watch drops them before it parses the rest. */
  readonly unread?: readonly string[];
  /** Undefined for what has no name. Never throws. */
  readonly read: (raw: unknown) => T | undefined;
  /** Why it is read, in one line; the chart's ClusterRole and docs/kinds.md print it. */
  readonly purpose: string;
}

export const builtIn = { namespaced: true, optional: false, watched: true } as const;
export const custom = { namespaced: true, optional: true, watched: true } as const;
