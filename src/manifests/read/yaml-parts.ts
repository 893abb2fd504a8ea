import { type Document, isCollection, LineCounter, visit, type YAMLError } from "yaml";
import { duplicateKeys } from "./duplicate-keys.ts";
import { hasTemplateBraces, helmSource } from "./helm-source.ts";
import { lineFinder, yamlTree } from "./line-finder.ts";
import type { ManifestDocument, ManifestProblem } from "./manifest-document.ts";
import { lineOfPath } from "./node-lines.ts";
import type { LineTree, RecentTrees } from "./recent-trees.ts";
import { type TooMuchYaml, yamlDocuments } from "./yaml-documents.ts";

/** One YAML document or JSON text of a file. */
export interface ManifestPart {
  /** Undefined where there is nothing, or nothing that could be read. */
  readonly value: unknown;
  readonly source: string;
  readonly lineOf: ManifestDocument["lineOf"];
  readonly problems: readonly Omit<ManifestProblem, "file">[];
}

export function* yamlParts(text: string, trees: RecentTrees): Generator<ManifestPart, void, undefined> {
  const lines = new LineCounter();
  for (const read of yamlDocuments(text, lines)) {
    const part = "tooMuch" in read ? notRead(read, lines) : partOf(read.document, text, { lines, trees });
    if (part.value !== undefined || part.problems.length > 0) yield part;
  }
}

interface Reading {
  readonly lines: LineCounter;
  readonly trees: RecentTrees;
}

function partOf(document: Document.Parsed, text: string, { lines, trees }: Reading): ManifestPart {
  const source = text.slice(document.range[0], document.range[2]);
  const { value, problems } = readDocument(document, source, lines);
  const before = lines.linePos(document.range[0]).line - 1;
  const known: LineTree = { lineOf: (path) => lineOfPath(document, lines, path) };
  const lineOf = lineFinder(source, trees, (again) => yamlTree(again, before), known);
  return { value: value ?? undefined, source, problems, lineOf };
}

function notRead({ tooMuch, offset }: TooMuchYaml, lines: LineCounter): ManifestPart {
  const { line } = lines.linePos(offset);
  const message = tooMuchText[tooMuch];
  return { value: undefined, source: "", problems: [{ severity: "error", id: "too-large", line, message }], lineOf: () => line };
}

const tooMuchText = {
  weight: "this document has too many values to be read; split it into several documents, or pass it as JSON",
  depth: "this document is nested too deeply to be read",
};

type Read = Pick<ManifestPart, "value" | "problems">;

function readDocument(document: Document, source: string, lines: LineCounter): Read {
  const broken = document.errors[0] ?? keyThatIsNoText(document);
  if (broken !== undefined) return unreadable(broken.message, lines.linePos(broken.pos[0]).line, source);
  try {
    return { value: document.toJS() as unknown, problems: duplicateKeys(document).map((offset) => duplicateKey(offset, lines)) };
  } catch (error) {
    // An alias without its anchor, or aliases of aliases that would fill the memory.
    return unreadable(error instanceof Error ? error.message : String(error), lineOfPath(document, lines, []), source);
  }
}

function unreadable(why: string, line: number, source: string): Read {
  if (hasTemplateBraces(source)) return { value: undefined, problems: [helmSource("", line)] };
  return { value: undefined, problems: [{ severity: "error", id: "syntax", line, message: `this is not valid YAML: ${why}` }] };
}

/** kubectl keeps the last one and says nothing. */
function duplicateKey(offset: number, lines: LineCounter): Omit<ManifestProblem, "file"> {
  const { line } = lines.linePos(offset);
  return { severity: "notice", id: "duplicate-key", line, message: "duplicate key; the last one is used" };
}

/** `{{ .Values.x }}` without quotes is a map whose key is a map, which JSON cannot say. */
function keyThatIsNoText(document: Document): Pick<YAMLError, "message" | "pos"> | undefined {
  let found: Pick<YAMLError, "message" | "pos"> | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(key)) return undefined;
      const at = key.range?.[0] ?? 0;
      found = { message: "a map or a list is used as a key", pos: [at, at + 1] };
      return visit.BREAK;
    },
  });
  return found;
}
