import { type Document, LineCounter } from "yaml";
import { jsonParts } from "#manifests/read/json-texts.ts";
import { lineEnds } from "#manifests/read/line-ends.ts";
import { listItems } from "#manifests/read/list-items.ts";
import { lineOfPath } from "#manifests/read/node-lines.ts";
import { RecentTrees } from "#manifests/read/recent-trees.ts";
import { yamlDocuments } from "#manifests/read/yaml-documents.ts";

/** An object of a manifest with its syntax tree, whose ranges lead back into the text. */
export interface EditableObject {
  readonly value: unknown;
  /** As `ManifestDocument` counts it. */
  readonly line: number;
  readonly document: Document;
  /** Where the object stands in the document, as an item of a list. */
  readonly path: readonly (string | number)[];
  /** The text that the document's ranges count in, and where that begins in the file. */
  readonly source: string;
  readonly start: number;
}

/** Objects in the order of the text; documents that cannot be read are left out. */
export function editableObjects(text: string): readonly EditableObject[] {
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const plain = text.slice(mark);
  const parts = jsonParts(plain, new RecentTrees());
  return parts === undefined
    ? yamlObjects(plain, mark)
    : jsonObjects(
        plain,
        parts.map(({ source }) => source),
        mark,
      );
}

function yamlObjects(source: string, start: number): readonly EditableObject[] {
  const lines = new LineCounter();
  return readable(source, lines).flatMap((document) =>
    objectsOf({ document, source, start }, (path) => lineOfPath(document, lines, path)),
  );
}

function jsonObjects(text: string, sources: readonly string[], mark: number): readonly EditableObject[] {
  let [end, before] = [0, 0];
  return sources.flatMap((source) => {
    const begin = text.indexOf(source, end);
    const above = before + lineEnds(text, end, begin);
    end = begin + source.length;
    before = above + lineEnds(text, begin, end);
    const lines = new LineCounter();
    return readable(source, lines).flatMap((document) =>
      objectsOf({ document, source, start: mark + begin }, (path) => lineOfPath(document, lines, path) + above),
    );
  });
}

const readable = (source: string, lines: LineCounter): readonly Document.Parsed[] =>
  [...yamlDocuments(source, lines)].flatMap((read) => ("document" in read ? [read.document] : []));

function objectsOf(
  part: Pick<EditableObject, "document" | "source" | "start">,
  lineOf: (path: EditableObject["path"]) => number,
): readonly EditableObject[] {
  if (part.document.errors.length > 0) return [];
  try {
    return [...listItems(part.document.toJS())].map(({ value, path }) => ({ ...part, value, path, line: lineOf(path) }));
  } catch {
    // An alias without its anchor: the whole document is out of reach.
    return [];
  }
}
