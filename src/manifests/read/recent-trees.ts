import type { ManifestDocument } from "./manifest-document.ts";

/** What lines are found in: some representation of one text with positions. */
export type LineTree = Pick<ManifestDocument, "lineOf">;

/** Trees are many times as large as their text. */
const mostCharacters = 1_000_000;

/** What the smallest tree takes, in characters of a larger one's text. */
const leastCharacters = 1_000;

/**
 * Trees of the texts that lines were requested of last; findings name lines of the same few documents again and again. Weak references would
 * not do: what one leads to is not collected before the program waits for something, which reading and judging manifests never does.
 */
export class RecentTrees {
  readonly #trees = new Map<object, { readonly tree: LineTree; readonly characters: number }>();
  #characters = 0;

  /** @param owner whose tree it is, of a text of so many characters */
  of(owner: object, characters: number, make: () => LineTree): LineTree {
    const known = this.#trees.get(owner);
    const entry = known ?? { tree: make(), characters: characters + leastCharacters };
    this.#trees.delete(owner);
    this.#trees.set(owner, entry);
    if (known === undefined) this.#characters += entry.characters;
    this.#dropOldest();
    return entry.tree;
  }

  /** The one that was used last stays, however large it is. */
  #dropOldest(): void {
    for (const [owner, { characters }] of this.#trees) {
      if (this.#characters <= mostCharacters || this.#trees.size === 1) return;
      this.#trees.delete(owner);
      this.#characters -= characters;
    }
  }
}
