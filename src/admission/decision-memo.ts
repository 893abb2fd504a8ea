import type { DecisionContext } from "#assessment/context.ts";
import type { Settings } from "#model/settings/settings.ts";

/** Enough for every template that a cluster rolls out at a time; a full memo is emptied, which costs one decision each. */
const mostEntries = 2_000;

/** A Pod may carry 256 KiB of annotations; whoever creates many such Pods must not fill our memory with them. */
const longestKey = 16 * 1024;

/**
 * Keeps what was decided for as long as everything that it was decided from stays the same. The Pods of one ReplicaSet differ by
 * nothing that a decision looks at, so a roll-out of a thousand Pods takes one.
 */
export class DecisionMemo<T> {
  readonly #entries = new Map<string, T>();
  #revision: number | undefined;
  #settings: Settings | undefined;
  #serverVersion: string | undefined;
  #aws: string | undefined;

  /** `key` is everything of the request that `decide` gets to see; the rest of what it looks at is looked after here. */
  get(key: string, { view, settings, serverVersion, awsFacts }: Omit<DecisionContext, "flags">, decide: (key: string) => T): T {
    const revision = view.revision();
    if (revision === undefined || key.length > longestKey) return decide(key);
    const aws = awsFacts?.revision();
    const same =
      revision === this.#revision && settings === this.#settings && serverVersion === this.#serverVersion && aws === this.#aws;
    if (!same || this.#entries.size >= mostEntries) this.#entries.clear();
    this.#revision = revision;
    this.#settings = settings;
    this.#serverVersion = serverVersion;
    this.#aws = aws;
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const decided = decide(key);
    this.#entries.set(key, decided);
    return decided;
  }
}
