import { type Document, Lexer, type LineCounter, type ParsedNode, Parser } from "yaml";
import { DocumentSize } from "./document-size.ts";
import { FirstErrorComposer } from "./first-error-composer.ts";

export type YamlText = { readonly document: Document.Parsed<ParsedNode> } | TooMuchYaml;

/** A document that is not read any further, and where reading stopped. */
export interface TooMuchYaml {
  readonly tooMuch: "weight" | "depth";
  readonly offset: number;
}

/**
 * The documents of a text one by one, so that one tree is in memory at a time. What is too much for a tree is noticed before there is one,
 * and the rest of the text is read on.
 *
 * @param lines counts the lines of the text
 */
export function* yamlDocuments(text: string, lines: LineCounter): Generator<YamlText, void, undefined> {
  lines.addNewLine(0);
  for (let from: number | undefined = 0; from !== undefined; ) {
    const end: TooMuchYaml | undefined = yield* untilTooMuch(text, from, lines);
    if (end !== undefined) yield end;
    from = end === undefined ? undefined : nextDocument(text, end.offset, lines);
  }
}

function* untilTooMuch(text: string, from: number, lines: LineCounter): Generator<YamlText, TooMuchYaml | undefined, undefined> {
  const parser = new Parser(lines.addNewLine);
  const composer = new FirstErrorComposer(lines);
  parser.offset = from;
  const size = new DocumentSize(text.length);
  for (const lexeme of new Lexer().lex(text.slice(from))) {
    const tooMuch = size.add(lexeme);
    if (tooMuch !== undefined) {
      yield* composer.end();
      return { tooMuch, offset: parser.offset };
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === "document") size.reset();
      yield* composer.next(token);
    }
  }
  for (const token of parser.end()) yield* composer.next(token);
  yield* composer.end();
  return undefined;
}

/** `---` at the beginning of a line begins a document wherever it stands, even inside of quotes (YAML 1.2.2, c-forbidden). */
function nextDocument(text: string, after: number, lines: LineCounter): number | undefined {
  for (let at = text.indexOf("\n", after); at !== -1; at = text.indexOf("\n", at + 1)) {
    lines.addNewLine(at + 1);
    if (text.startsWith("---", at + 1) && " \t\r\n".includes(text.charAt(at + 4))) return at + 1;
  }
  return undefined;
}
