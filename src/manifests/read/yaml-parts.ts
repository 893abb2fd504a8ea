import { type Document, isCollection, LineCounter, parseAllDocuments, visit, type YAMLError } from "yaml";
import { duplicateKeys } from "./duplicate-keys.ts";
import { hasTemplateBraces, helmSource } from "./helm-source.ts";
import { lineFinder } from "./line-finder.ts";
import type { ManifestDocument, ManifestProblem } from "./manifest-document.ts";
import { lineOfPath } from "./node-lines.ts";
import { kubectlYaml } from "./yaml-schema.ts";

/** One YAML document or JSON text of a file. */
export interface ManifestPart {
  /** Undefined where there is nothing, or nothing that could be read. */
  readonly value: unknown;
  readonly source: string;
  readonly lineOf: ManifestDocument["lineOf"];
  readonly problems: readonly Omit<ManifestProblem, "file">[];
}

export function yamlParts(text: string): readonly ManifestPart[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { ...kubectlYaml, lineCounter: lines });
  return documents.map((document) => {
    const source = text.slice(document.range[0], document.range[2]);
    const { value, problems } = readDocument(document, source, lines);
    const before = lines.linePos(document.range[0]).line - 1;
    return { value: value ?? undefined, source, problems, lineOf: lineFinder(source, before, { document, lines, before: 0 }) };
  });
}

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
