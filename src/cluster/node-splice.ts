import { isAlias, isCollection, isMap, isScalar, isSeq, type Pair, type Range, type Scalar, type YAMLMap } from "yaml";
import type { EditableObject } from "./editable-objects.ts";
import type { Setting } from "./settings-between.ts";
import type { Splice } from "./splice.ts";
import { type Braces, blockEntry, flowEntry, flowText, inBraces, jsonEntry, type Layout } from "./yaml-fragment.ts";

/** What to write where so that the object has the value; undefined where that is not the object's own to change. */
export function spliceFor(object: EditableObject, { path, value }: Setting): Splice | undefined {
  const way = [...object.path, ...path];
  const parent = nodeAt(object, way.slice(0, -1));
  const key = way.at(-1);
  if (key === undefined) return undefined;
  const change = changeIn(parent, key, value, object.source);
  return change && { ...change, at: object.start + change.at, depth: way.length };
}

type Change = Omit<Splice, "depth">;

/** A key that the map has only by a merge is written beside the merge, which it outweighs. */
function changeIn(parent: unknown, key: string | number, value: unknown, source: string): Change | undefined {
  const there = childOf(parent, key);
  if (there !== undefined) return isScalar(there) ? replaced(there, value, source) : undefined;
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
  const after = String(value).trim();
  const inPlace = before !== "" && old.includes(before) ? old.replace(before, () => after) : undefined;
  return { at: from, remove: to - from, text: inPlace ?? JSON.stringify(value) };
}

function addedToBlock(map: YAMLMap, key: string, value: unknown, source: string): Change | undefined {
  const first = rangeOf(map.items[0]?.key);
  if (first === undefined) return undefined;
  const layout = layoutOf(source, columnOf(source, first[0]));
  const end = endOf(map, source);
  const text = blockEntry(key, value, layout).join(layout.lineEnd);
  if (source[end - 1] === "\n") return { at: end, remove: 0, text: text + layout.lineEnd };
  const lineFeed = source.indexOf("\n", end);
  return lineFeed === -1
    ? { at: source.length, remove: 0, text: layout.lineEnd + text }
    : { at: lineFeed + 1, remove: 0, text: text + layout.lineEnd };
}

function addedToFlow(map: YAMLMap, key: string, value: unknown, source: string): Change | undefined {
  const [from, to] = map.range ?? [];
  if (from === undefined || to === undefined) return undefined;
  const last = rangeOf(map.items.at(-1)?.key);
  const quoted = source[(rangeOf(map.items[0]?.key) ?? [from])[0]] === '"' || source.trimStart().startsWith("{");
  const entry = (spaced: boolean): string => (quoted ? jsonEntry(key, value, spaced) : flowEntry(key, value, bracesOf(source)));
  if (last === undefined) return { at: from, remove: to - from, text: inBraces(entry(true), quoted ? "{}" : bracesOf(source)) };
  const at = endOf(map.items.at(-1), source);
  const lineBreak = source.slice(from, last[0]).includes("\n");
  const spaced = /[,:]\s/.test(source.slice(from, at));
  if (!lineBreak) return { at, remove: 0, text: `,${spaced ? " " : ""}${entry(spaced)}` };
  const indent = indentOf(source, last[0]);
  const outer = indentOf(source, from);
  const unit = indent.startsWith(outer) && indent.length > outer.length ? indent.slice(outer.length) : "  ";
  const lineEnd = lineEndOf(source);
  const lines = quoted
    ? JSON.stringify({ [key]: value }, undefined, unit)
        .split("\n")
        .slice(1, -1)
    : [unit + entry(true)];
  const text = lines.map((line) => lineEnd + indent + line.slice(unit.length)).join("");
  return { at, remove: 0, text: `,${text}` };
}

/** Behind the last character of a value, before blanks and comments. */
function endOf(node: unknown, source: string): number {
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return endOf(node.items.at(-1), source);
  if (typeof node === "object" && node !== null && "key" in node && "value" in node) {
    return Math.max(endOf(node.value, source), rangeOf(node.key)?.[1] ?? 0);
  }
  return rangeOf(node)?.[1] ?? 0;
}

const rangeOf = (node: unknown): Range | undefined =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range) ? (node.range as Range) : undefined;

const columnOf = (source: string, at: number): number => at - (source.lastIndexOf("\n", at - 1) + 1);

const indentOf = (source: string, at: number): string =>
  /^[ \t]*/.exec(source.slice(source.lastIndexOf("\n", at - 1) + 1, at))?.[0] ?? "";

const lineEndOf = (source: string): Layout["lineEnd"] => (source.includes("\r\n") ? "\r\n" : "\n");

const bracesOf = (source: string): Braces => (/\{[^\s{}]/.test(source) ? "{}" : "{ }");

/** Nested maps are indented as the first one of the text is. */
function layoutOf(source: string, column: number): Layout {
  const unit = /^[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n( +)[^\s#-]/m.exec(source)?.[1]?.length ?? 2;
  return { indent: " ".repeat(column), unit: " ".repeat(unit), braces: bracesOf(source), lineEnd: lineEndOf(source) };
}
