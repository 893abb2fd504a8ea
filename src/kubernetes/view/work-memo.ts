/** What was worked out from one view, for as long as nothing but running Pods changes in it. */
export class WorkMemo {
  readonly #revision: () => number | undefined;
  readonly #kept = new Map<unknown, Map<string, unknown>>();
  #keptAt: number | undefined;

  /** Nothing is kept while the revision is undefined. */
  constructor(revision: () => number | undefined) {
    this.#revision = revision;
  }

  /** See {@link import("./cluster-view.ts").ClusterView.memoize}. */
  keep<T>(work: (...given: never[]) => T, key: string, make: () => T): T {
    const revision = this.#revision();
    if (revision === undefined) return make();
    if (revision !== this.#keptAt) this.#kept.clear();
    this.#keptAt = revision;
    const ofWork = this.#kept.get(work) ?? new Map<string, unknown>();
    this.#kept.set(work, ofWork);
    if (!ofWork.has(key)) ofWork.set(key, make());
    // Only `make` of the same work was ever filed here.
    return ofWork.get(key) as T;
  }
}
