import { type Document, LineCounter, parseAllDocuments } from "yaml";
import type { ManifestDocument } from "./manifest-document.ts";
import { lineOfPath } from "./node-lines.ts";
import { kubectlYaml } from "./yaml-schema.ts";

interface Tree {
  readonly document: Document;
  readonly lines: LineCounter;
  /** Lines of the file before the text that the tree was made of. */
  readonly before: number;
}

/**
 * Finds lines in one document of a file. A syntax tree is many times as large as its text and few lines are requested,
 * so the tree is held as long as memory allows and made again from `source`, which begins behind `before` lines of the file.
 */
export function lineFinder(source: string, before: number, known?: Tree): ManifestDocument["lineOf"] {
  let cached = known === undefined ? undefined : new WeakRef(known);
  return (path) => {
    const tree = cached?.deref() ?? treeOf(source, before);
    if (tree === undefined) return before + 1;
    cached = new WeakRef(tree);
    return lineOfPath(tree.document, tree.lines, path) + tree.before;
  };
}

function treeOf(source: string, before: number): Tree | undefined {
  const lines = new LineCounter();
  const [document] = parseAllDocuments(source, { ...kubectlYaml, lineCounter: lines });
  return document === undefined ? undefined : { document: document as Document, lines, before };
}
