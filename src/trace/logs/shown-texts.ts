import { decodeBytes } from "./byte-table.ts";
import { pathTemplate } from "./path-template.ts";

/** What of requests may be shown, if somebody asks for it; by default nothing. */
export const shownChoices = ["path", "client"] as const;
export type Shown = (typeof shownChoices)[number];

/** Beyond them, texts are not kept; counts still are. */
const mostTexts = 20_000;
const several = "(several)";

/** Paths and clients of failed requests by their hashes, as far as they were asked for. */
export class ShownTexts {
  readonly choices: ReadonlySet<Shown>;
  readonly #texts: Readonly<Record<Shown, Map<number, string>>> = { path: new Map(), client: new Map() };

  constructor(choices: ReadonlySet<Shown> = new Set()) {
    this.choices = choices;
  }

  /** Undefined where it is not shown. */
  of(what: Shown, hash: number): string | undefined {
    return this.choices.has(what) ? (this.#texts[what].get(hash) ?? "(others)") : undefined;
  }

  /** @param from where the URL of a request begins */
  notePath(hash: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.choices.has("path")) this.#note("path", hash, pathTemplate(decodeBytes(bytes, from, to).trim()));
  }

  noteClient(hash: number, bytes: Uint8Array, from: number, to: number): void {
    if (!this.choices.has("client")) return;
    const text = decodeBytes(bytes, from, to);
    const colon = text.lastIndexOf(":");
    this.#note("client", hash, colon < 0 ? text : text.slice(0, colon));
  }

  /** Two texts of one hash cannot be distinguished, so neither is named. */
  #note(what: Shown, hash: number, text: string): void {
    const texts = this.#texts[what];
    const known = texts.get(hash);
    if (known === undefined) {
      if (texts.size < mostTexts) texts.set(hash, text);
    } else if (known !== text) texts.set(hash, several);
  }
}
