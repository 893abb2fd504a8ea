import { printable } from "./printable.ts";

/** Text that is HTML or SVG already. Whatever else is put into a template of {@link markup} is escaped. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Piece = Markup | string | number | readonly (Markup | string)[];

/** Builds HTML and SVG from texts that nobody has to trust: everything but Markup is escaped, within attributes too. */
export const markup = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup(strings.map((text, at) => text + (at < pieces.length ? sourceOf(pieces[at] ?? "") : "")).join(""));

function sourceOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.source;
  return typeof piece === "object" ? piece.map(sourceOf).join("") : escaped(String(piece));
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** XML 1.0 has no way to write most control characters, so they are replaced first. */
const escaped = (text: string): string => printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
