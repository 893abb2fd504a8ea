import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type LineCounter, type Pair } from "yaml";

type Path = readonly (string | number)[];

/** The line where the value under `path` is written, or the nearest that exists above it. */
export function lineOfPath(document: Document, lines: LineCounter, path: Path): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const segment of path) {
    const child = childOf(document, node, segment);
    if (child === undefined) break;
    offset = offsetOf(isPair(child) ? child.key : child) ?? offset;
    node = isPair(child) ? child.value : child;
  }
  return Math.max(1, lines.linePos(offset).line);
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

function childOf(document: Document, node: unknown, segment: string | number): unknown {
  const real = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(real)) return real.items[Number(segment)];
  if (!isMap(real)) return undefined;
  // Of a key that occurs twice the last one counts, as it does for the value.
  return real.items.findLast((pair) => isKey(pair, String(segment))) ?? mergedChild(document, real.items, segment);
}

function mergedChild(document: Document, pairs: readonly Pair[], segment: string | number): unknown {
  for (const { value } of pairs.filter((pair) => isKey(pair, "<<"))) {
    const merged = isSeq(value) ? value.items : [value];
    for (const source of merged) {
      const child = childOf(document, source, segment);
      if (child !== undefined) return child;
    }
  }
  return undefined;
}

const isKey = ({ key }: Pair, name: string): boolean => isScalar(key) && (key.source ?? String(key.value)) === name;
