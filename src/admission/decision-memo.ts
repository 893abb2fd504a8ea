import type { DecisionContext } from "#assessment/context.ts";
import type { Settings } from "#model/settings/settings.ts";
import { type FlatJson, flatJson, isSameJson, type Part } from "./flat-json.ts";

/** Enough for every template that a cluster rolls out at a time; a full memo is emptied, which costs one decision each. */
const mostEntries = 2_000;

/** A Pod may carry 256 KiB of annotations; whoever creates many such Pods must not fill our memory with them. */
const longestKey = 16 * 1024;

/** A Pod of five containers takes some 200; of empty objects, 5,000 would fit into a key. */
const longestRow = 1_000;

/** What a decision is made from. */
export interface Asked {
  /** Short, and the same for Pods that are likely to be alike: entries are found by it, because the hash of a long text is costly. */
  readonly place: string;
  /** Everything of the request that the decision gets to see. */
  readonly key: Part;
}

/**
 * Keeps what was decided for as long as everything that it was decided from stays the same. The Pods of one ReplicaSet differ by
 * nothing that a decision looks at, so a roll-out of a thousand Pods takes one. Of each place the last decision is kept.
 */
export class DecisionMemo<T> {
  readonly #entries = new Map<string, { readonly key: FlatJson; readonly decided: T }>();
  #revision: number | undefined;
  #settings: Settings | undefined;
  #serverVersion: string | undefined;
  #aws: string | undefined;

  /**
   * What `decide` looks at besides the key is looked after here.
   *
   * @param decide gets the key as JSON, which is not written where the decision is known
   */
  get(
    { place, key }: Asked,
    { view, settings, serverVersion, awsFacts }: Omit<DecisionContext, "flags">,
    decide: (key: string) => T,
  ): T {
    const revision = view.revision();
    if (revision === undefined) return decide(JSON.stringify(key));
    const aws = awsFacts?.revision();
    const same =
      revision === this.#revision && settings === this.#settings && serverVersion === this.#serverVersion && aws === this.#aws;
    if (!same || this.#entries.size >= mostEntries) this.#entries.clear();
    this.#revision = revision;
    this.#settings = settings;
    this.#serverVersion = serverVersion;
    this.#aws = aws;
    const known = this.#entries.get(place);
    if (known !== undefined && isSameJson(key, known.key)) return known.decided;
    const text = JSON.stringify(key);
    const decided = decide(text);
    if (text.length + place.length <= longestKey) this.#keep(place, flatJson(key), decided);
    return decided;
  }

  #keep(place: string, key: FlatJson, decided: T): void {
    if (key.length <= longestRow) this.#entries.set(place, { key, decided });
  }
}
