import { BlockReader } from "./block-reader.ts";
import { LineCursor } from "./line-cursor.ts";
import { notPlain } from "./not-plain.ts";
import type { Places } from "./places.ts";

export interface PlainDocument {
  readonly value: object;
  /** Offsets in the text: of its lines, without `---`, and of its value. */
  readonly start: number;
  readonly end: number;
  readonly first: number;
}

/**
 * Documents as nearly all manifests have them, read without a syntax tree: maps and lists, without anchors, tags, folded or continued
 * lines. Empty ones are passed over.
 *
 * @param places gets where everything begins
 * @throws NotPlain where there is anything else, or anything wrong
 */
export function* plainDocuments(text: string, places?: Places): Generator<PlainDocument, void, undefined> {
  const cursor = new LineCursor(text);
  const reader = new BlockReader(cursor, places);
  let start = 0;
  cursor.nextLine();
  while (!cursor.isAtEnd) {
    if (cursor.indent === -1) start = cursor.passMarker();
    else {
      if (cursor.indent !== 0) notPlain();
      const first = cursor.at;
      const value = reader.collection(0);
      if (cursor.indent >= 0) notPlain();
      yield { value, start, end: cursor.at, first };
      cursor.resetWeight();
    }
  }
}
