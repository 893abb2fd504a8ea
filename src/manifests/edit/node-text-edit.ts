import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLSeq } from "yaml";
import type { EditableObject } from "./editable-objects.ts";
import { addedToBlock, addedToFlow, bracesOf, type Change } from "./map-addition.ts";
import type { Setting } from "./settings-between.ts";
import type { TextEdit } from "./text-edit.ts";
import { flowText } from "./yaml-fragment.ts";

/** What to write where so that the object has the value; undefined where that is not the object's own to change. */
export function spliceFor(object: EditableObject, { path, value }: Setting): TextEdit | undefined {
  const way = [...object.path, ...path];
  const parent = nodeAt(object, way.slice(0, -1));
  const key = way.at(-1);
  if (key === undefined) return undefined;
  const change = changeIn(parent, key, value, object.source);
  return change && { ...change, at: object.start + change.at, depth: way.length };
}

/** A key that the map has only by a merge is written beside the merge, which it outweighs. */
function changeIn(parent: unknown, key: string | number, value: unknown, source: string): Change | undefined {
  const there = childOf(parent, key);
  if (isScalar(there)) return replaced(there, value, source);
  if (isSeq(there)) return rewritten(there, value, source);
  if (there !== undefined) return undefined;
  if (!isMap(parent) || typeof key !== "string") return undefined;
  return parent.flow === true ? addedToFlow(parent, key, value, source) : addedToBlock(parent, key, value, source);
}

function nodeAt({ document }: EditableObject, path: Setting["path"]): unknown {
  return path.reduce<unknown>((node, key) => childOf(node, key), document.contents);
}

/** Not through aliases: what they lead to belongs to others as well. */
function childOf(node: unknown, key: string | number): unknown {
  if (isAlias(node)) return undefined;
  if (isSeq(node)) return node.items[Number(key)];
  return isMap(node) ? node.items.findLast((pair) => isKey(pair, String(key)))?.value : undefined;
}

const isKey = ({ key }: Pair, name: string): boolean => isScalar(key) && (key.source ?? String(key.value)) === name;

/** A list that gets shorter is written again, on one line as it was. */
function rewritten({ flow, range }: YAMLSeq, value: unknown, source: string): Change | undefined {
  if (flow !== true || !range) return undefined;
  return { at: range[0], remove: range[1] - range[0], text: flowText(value, bracesOf(source)) };
}

/** The number changes inside of the text that is there, so that quotes and folding stay. */
function replaced(scalar: Scalar, value: unknown, source: string): Change | undefined {
  const [from, to] = scalar.range ?? [];
  if (from === undefined || to === undefined) return undefined;
  const old = source.slice(from, to);
  if (scalar.value === null) {
    const text = flowText(value, bracesOf(source));
    return old === "" ? { at: from, remove: 0, text: ` ${text}` } : { at: from, remove: to - from, text };
  }
  const before = String(scalar.value).trim();
  const alike = typeof scalar.value === typeof value && before !== "" && old.includes(before);
  const inPlace = alike ? old.replace(before, () => String(value).trim()) : undefined;
  return { at: from, remove: to - from, text: inPlace ?? JSON.stringify(value) };
}
