import { Composer, type CST, type Document, type LineCounter, type ParsedNode } from "yaml";
import { kubectlYaml } from "./yaml-schema.ts";

type Composed = Generator<{ readonly document: Document.Parsed<ParsedNode> }, void, undefined>;

/**
 * Makes documents of tokens and keeps one error of each: a document with an error is not read, and 1.4 MB of `]` have 1.4 million of them,
 * with a stack trace each. Documents of nothing but `---` or `...` are passed over.
 */
export class FirstErrorComposer {
  readonly #composer: Composer;
  #errors = 0;
  /** The last document has not ended. */
  #open = false;

  constructor(lines: LineCounter) {
    this.#composer = new Composer({ ...kubectlYaml, lineCounter: lines });
    const keep = this.#composer["onError"];
    this.#composer["onError"] = (source: unknown, code: unknown, message: unknown, warning?: unknown) => {
      if (warning !== true && this.#isFirst()) keep(source, code, message);
    };
  }

  *next(token: CST.Token): Composed {
    if (isEmpty(token)) this.#open = false;
    if (isEmpty(token) || (token.type === "doc-end" && !this.#open)) return;
    if (token.type === "document") this.#errors = 0;
    if (token.type === "document" || token.type === "doc-end") this.#open = token.type === "document";
    if (token.type === "error" && !this.#isFirst()) return;
    for (const document of this.#composer.next(token)) yield { document };
  }

  *end(): Composed {
    for (const document of this.#composer.end()) yield { document };
  }

  #isFirst(): boolean {
    this.#errors += 1;
    return this.#errors === 1;
  }
}

const isEmpty = (token: CST.Token): boolean =>
  token.type === "document" &&
  token.value === undefined &&
  token.start.every(({ type }) => type === "doc-start" || type === "newline");
