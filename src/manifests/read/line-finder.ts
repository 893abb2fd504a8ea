import { LineCounter } from "yaml";
import type { ManifestDocument } from "./manifest-document.ts";
import { lineOfPath } from "./node-lines.ts";
import type { LineTree, RecentTrees } from "./recent-trees.ts";
import { yamlDocuments } from "./yaml-documents.ts";

/**
 * Finds lines in one document of a file. A tree is many times as large as its text and few lines are requested,
 * so it is made when one is, and made again where others have been used since.
 *
 * @param make makes the tree of `source`
 * @param known the tree of a text that has just been read
 */
export function lineFinder(
  source: string,
  trees: RecentTrees,
  make: (source: string) => LineTree,
  known?: LineTree,
): ManifestDocument["lineOf"] {
  const owner = {};
  if (known !== undefined) trees.of(owner, source.length, () => known);
  return (path) => trees.of(owner, source.length, () => make(source)).lineOf(path);
}

/** The tree of a YAML document that begins behind `before` lines of its file. */
export function yamlTree(source: string, before: number): LineTree {
  const lines = new LineCounter();
  for (const read of yamlDocuments(source, lines)) {
    if ("document" in read) return { lineOf: (path) => lineOfPath(read.document, lines, path) + before };
  }
  return { lineOf: () => before + 1 };
}
