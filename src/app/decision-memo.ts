import type { Settings } from "#model/settings.ts";
import type { DecisionContext } from "./context.ts";

/** Enough for every template that a cluster rolls out at one time; a full memo is emptied, which costs one decision each. */
const mostEntries = 2_000;

/**
 * Keeps what was decided for as long as everything that it was decided from stays the same. The Pods of one ReplicaSet differ by
 * nothing that a decision looks at, so a roll-out of a thousand Pods takes one.
 */
export class DecisionMemo<T> {
  readonly #kept = new Map<string, T>();
  #revision: number | undefined;
  #settings: Settings | undefined;

  /** `key` says everything about the request that `decide` looks at; the view and the settings are looked after here. */
  keep(key: string, { view, settings }: Pick<DecisionContext, "view" | "settings">, decide: () => T): T {
    const revision = view.revision();
    if (revision === undefined) return decide();
    if (revision !== this.#revision || settings !== this.#settings || this.#kept.size >= mostEntries) this.#kept.clear();
    this.#revision = revision;
    this.#settings = settings;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const decided = decide();
    this.#kept.set(key, decided);
    return decided;
  }
}
