const most = 32_768;

/**
 * Equal texts as one: what a name, a namespace or a label says stands in many objects, and each of them was parsed with a copy of its own.
 * It remembers what came last, which is enough for lists that arrive in order, and never grows with the cluster.
 */
export class RecentTexts {
  readonly #texts = new Map<string, string>();

  one(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size === most) this.#texts.clear();
    this.#texts.set(text, text);
    return text;
  }
}
