import { mostLevels } from "./document-size.ts";
import { jsonTree } from "./json-lines.ts";
import { lineEnds } from "./line-ends.ts";
import { lineFinder } from "./line-finder.ts";
import type { LineTree, RecentTrees } from "./recent-trees.ts";
import type { ManifestPart } from "./yaml-parts.ts";

const treeBehind =
  (before: number) =>
  (source: string): LineTree =>
    jsonTree(source, before);

interface JsonText {
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
}

/**
 * The objects of a text that holds nothing but JSON objects, one after the other, as `jq '.items[]'` writes them;
 * undefined where it holds anything else. kubectl takes such a text too.
 */
export function jsonParts(text: string, trees: RecentTrees): readonly ManifestPart[] | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  let [before, counted] = [0, 0];
  return jsonTexts(text)?.map(({ start, end, value }) => {
    before += lineEnds(text, counted, start);
    counted = start;
    const source = text.slice(start, end);
    return { value, source, problems: [], lineOf: lineFinder(source, trees, treeBehind(before)) };
  });
}

function jsonTexts(text: string): readonly JsonText[] | undefined {
  const found: JsonText[] = [];
  let done = 0;
  for (const { start, end, levels } of objectSpans(text)) {
    // Of more, the YAML reader says what is wrong.
    if (levels > mostLevels) return undefined;
    const value = parsed(text.slice(start, end));
    if (value === undefined || text.slice(done, start).trim() !== "") return undefined;
    found.push({ start, end, value });
    done = end;
  }
  return text.slice(done).trim() === "" ? found : undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly levels: number;
}

/** From each outermost brace to the one that closes it; a string is skipped whole, because it may hold braces. */
function* objectSpans(text: string): Generator<Span, void, undefined> {
  let [depth, levels, start] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at);
    else if (character === "{" || character === "[") {
      if (depth === 0) [start, levels] = [at, 0];
      depth += 1;
      levels = Math.max(levels, depth);
    } else if ((character === "}" || character === "]") && --depth === 0) yield { start, end: at + 1, levels };
  }
}

/** Where the string that begins at `from` ends. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
