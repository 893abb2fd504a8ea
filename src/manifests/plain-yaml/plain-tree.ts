import { lineAt, lineStarts } from "#manifests/read/line-starts.ts";
import type { LineTree } from "#manifests/read/recent-trees.ts";
import { Places } from "./places.ts";
import { plainDocuments } from "./plain-documents.ts";

/** Finds lines in a document that has been read as plain YAML and begins behind `before` lines of its file: it is read once more. */
export function plainTree(source: string, before: number): LineTree {
  const places = new Places();
  const [document] = plainDocuments(source, places);
  const starts = lineStarts(source);
  return {
    lineOf: (path) => {
      let value: unknown = document?.value;
      let offset = document?.first ?? 0;
      for (const segment of path) {
        if (typeof value !== "object" || value === null) break;
        const place = places.get(value, segment);
        if (place === undefined) break;
        offset = place;
        value = (value as Readonly<Record<string | number, unknown>>)[segment];
      }
      return lineAt(starts, offset) + before;
    },
  };
}
