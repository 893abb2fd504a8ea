import { type Document, isScalar, type Pair, visit } from "yaml";

/** Nobody reads more of them. */
const mostTold = 100;

/** Where keys stand that their map has already, as offsets; each key is looked at once. */
export function duplicateKeys(document: Document): readonly number[] {
  const found: number[] = [];
  visit(document, {
    Map: (_, { items }) => {
      for (const offset of repeated(items)) if (found.length < mostTold) found.push(offset);
    },
  });
  return found;
}

function* repeated(pairs: readonly Pair[]): Generator<number, void, undefined> {
  const seen = new Set<string>();
  for (const { key } of pairs) {
    const name = isScalar(key) ? (key.source ?? String(key.value)) : "<<";
    if (seen.has(name) && name !== "<<" && isScalar(key)) yield key.range?.[0] ?? 0;
    seen.add(name);
  }
}
