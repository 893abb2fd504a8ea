/**
 * A syntax tree takes some 500 bytes of memory for each word and comment of the text and as much again for what joins two of them, so that
 * 1.5 MB of `[a,a,…]` would take 900 MB. Manifests have 7 characters for each of these, be they written by people or by the API server;
 * what is larger than any object and has fewer is made to be.
 */
const weightOfAnyText = 200_000;
const charactersPerWeight = 5;

/** The composer, JSON.stringify and others call themselves for each level; deeper ones end the stack. Manifests of Kubernetes have some 30. */
export const mostLevels = 500;

/** Of one document, in a text of so many characters. */
export const mostWeightOf = (characters: number): number => Math.max(weightOfAnyText, characters / charactersPerWeight);

/** What the lexer gives before a scalar. */
const beginsScalar = "\u001F";

const joins: ReadonlySet<string> = new Set(["-", "?", ":", ",", "[", "{"]);

/** How much of a YAML document has been read, lexeme by lexeme. */
export class DocumentSize {
  readonly #mostWeight: number;
  #weight = 0;
  /** Of flow collections, and of block collections that begin in one line; indentation alone cannot become deep. */
  #levels = 0;
  #inLine = 0;

  /** @param characters of the whole text */
  constructor(characters: number) {
    this.#mostWeight = mostWeightOf(characters);
  }

  reset(): void {
    this.#weight = 0;
    this.#levels = 0;
    this.#inLine = 0;
  }

  /** @returns what is too much, now that this was added */
  add(lexeme: string): "weight" | "depth" | undefined {
    const first = lexeme.charAt(0);
    if (first === "\n" || first === "\r") this.#endLine();
    else if (first !== " " && first !== "\t" && lexeme !== beginsScalar) this.#addPart(lexeme);
    if (this.#weight > this.#mostWeight) return "weight";
    return this.#levels > mostLevels ? "depth" : undefined;
  }

  #endLine(): void {
    this.#levels -= this.#inLine;
    this.#inLine = 0;
  }

  #addPart(lexeme: string): void {
    this.#weight += joins.has(lexeme) ? 2 : 1;
    if (lexeme === "[" || lexeme === "{") this.#levels += 1;
    else if ((lexeme === "]" || lexeme === "}") && this.#levels > this.#inLine) this.#levels -= 1;
    else if (lexeme === "-" || lexeme === "?") {
      this.#inLine += 1;
      this.#levels += 1;
    }
  }
}
