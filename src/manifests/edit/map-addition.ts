/** A new key at the end of a map, written as the text around it is. */
import { isCollection, type Range, type YAMLMap } from "yaml";
import type { TextEdit } from "./text-edit.ts";
import { type Braces, blockEntry, flowEntry, inBraces, jsonEntry, type Layout } from "./yaml-fragment.ts";

export type Change = Omit<TextEdit, "depth">;

export function addedToBlock(map: YAMLMap, key: string, value: unknown, source: string): Change | undefined {
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

export function addedToFlow(map: YAMLMap, key: string, value: unknown, source: string): Change | undefined {
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

export const bracesOf = (source: string): Braces => (/\{[^\s{}]/.test(source) ? "{}" : "{ }");

/** Nested maps are indented as the first one of the text is. */
function layoutOf(source: string, column: number): Layout {
  return { indent: " ".repeat(column), unit: " ".repeat(unitOf(source)), braces: bracesOf(source), lineEnd: lineEndOf(source) };
}

/** How far the first map in another one is indented; 2 where there is none. */
function unitOf(source: string): number {
  let opens = false;
  for (const line of source.split("\n")) {
    const indent = line.length - line.trimStart().length;
    const isKey = line !== "" && !"#-".includes(line.charAt(indent));
    if (opens && indent > 0 && isKey && line.trim() !== "") return indent;
    opens = indent === 0 && isKey && withoutComment(line).endsWith(":");
  }
  return 2;
}

function withoutComment(line: string): string {
  const comment = line.search(/:[ \t]*#/);
  return (comment < 0 ? line : line.slice(0, comment + 1)).trimEnd();
}
