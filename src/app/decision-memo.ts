import type { ClusterView } from "#facts/cluster-view.ts";

/** Enough for every template that a cluster rolls out at one time; a full memo is emptied, which costs one decision each. */
const mostEntries = 2_000;

/**
 * Keeps what was decided for as long as everything that it was decided from stays the same. The Pods of one ReplicaSet differ by
 * nothing that a decision looks at, so a roll-out of a thousand Pods takes one.
 */
export class DecisionMemo<T> {
  readonly #kept = new Map<string, T>();
  #revision: number | undefined;
  #configuration: unknown;

  /** `key` says everything about the request that `decide` looks at; the view and the configuration are looked after here. */
  decide(key: string, view: ClusterView, configuration: unknown, decide: () => T): T {
    const revision = view.revision();
    if (revision === undefined) return decide();
    if (revision !== this.#revision || configuration !== this.#configuration || this.#kept.size >= mostEntries)
      this.#kept.clear();
    this.#revision = revision;
    this.#configuration = configuration;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const decided = decide();
    this.#kept.set(key, decided);
    return decided;
  }
}
