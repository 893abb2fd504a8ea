import { mostLevels, mostWeightOf } from "#manifests/read/document-size.ts";
import { notPlain } from "./not-plain.ts";

const space = 0x20;
const newline = 0x0a;
const hash = 0x23;

/** Levels of one document; the full reader judges deeper ones. Far fewer than it allows, since these are levels of calls. */
const deepest = Math.min(100, mostLevels);

/** Where a reader is in the lines of a text; it stops at lines that say something, and counts as much as the full reader would, or more. */
export class LineCursor {
  readonly text: string;
  /** Of what is read next; the end of its line. */
  at = 0;
  end = -1;
  lineStart = 0;
  /** Of the line; -1 at the end of a document. */
  indent = -1;
  readonly #mostWeight: number;
  #weight = 0;
  #levels = 0;

  constructor(text: string) {
    this.text = text;
    this.#mostWeight = mostWeightOf(text.length);
  }

  code(at: number): number {
    return at < this.text.length ? this.text.charCodeAt(at) : newline;
  }

  /** Goes on to the next line that has more than a comment. */
  nextLine(): void {
    const { text } = this;
    for (let start = this.end + 1; start < text.length; start = this.end + 1) {
      let at = start;
      while (text.charCodeAt(at) === space) at += 1;
      const code = this.code(at);
      this.#endAt(at);
      if (code === hash) this.add(1);
      else if (code !== newline) {
        this.at = at;
        this.lineStart = start;
        this.indent = at - start;
        if (at === start && this.#isMarker()) this.indent = -1;
        return;
      }
    }
    this.at = text.length;
    this.end = text.length;
    this.indent = -1;
  }

  /** Goes behind a `---` that the cursor stands at. @returns where the line behind it begins */
  passMarker(): number {
    this.at += "---".length;
    this.add(2);
    if (!this.isLineDone()) notPlain();
    const start = this.end + 1;
    this.nextLine();
    return start;
  }

  /** Counts from here on, as the full reader does behind a document. */
  resetWeight(): void {
    this.#weight = 0;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes spaces and a comment; whether there is nothing else in the line. */
  isLineDone(): boolean {
    const before = this.at;
    while (this.code(this.at) === space) this.at += 1;
    if (this.at >= this.end) return true;
    if (this.code(this.at) !== hash || this.at === before) return false;
    this.add(1);
    return true;
  }

  /** @throws NotPlain where it is more than the full reader would take */
  add(weight: number): void {
    this.#weight += weight;
    if (this.#weight > this.#mostWeight) notPlain();
  }

  /** @throws NotPlain */
  enter(): void {
    this.#levels += 1;
    if (this.#levels > deepest) notPlain();
  }

  leave(): void {
    this.#levels -= 1;
  }

  #endAt(at: number): void {
    const end = this.text.indexOf("\n", at);
    this.end = end === -1 ? this.text.length : end;
  }

  #isMarker(): boolean {
    const { text, at, end } = this;
    return text.startsWith("---", at) && (at + 3 === end || text.charCodeAt(at + 3) === space);
  }
}
