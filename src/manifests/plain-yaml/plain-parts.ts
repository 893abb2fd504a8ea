import { lineEnds } from "#manifests/read/line-ends.ts";
import type { LineTree, RecentTrees } from "#manifests/read/recent-trees.ts";
import type { ManifestPart } from "#manifests/read/yaml-parts.ts";
import { NotPlain } from "./not-plain.ts";
import { type PlainDocument, plainDocuments } from "./plain-documents.ts";
import { plainTree } from "./plain-tree.ts";

/** Characters that YAML forbids, that end lines, that its lexer uses itself, or that make texts read as something else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unusualCharacter = /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;

/**
 * What `yamlParts` would give, many times as fast; undefined where a text has anything unusual or wrong. Templates count as unusual,
 * since what is said about them depends on the text of their document.
 */
export function plainParts(text: string, trees: RecentTrees): readonly ManifestPart[] | undefined {
  if (unusualCharacter.test(text) || text.includes("{{")) return undefined;
  const documents = documentsOf(text);
  let [before, counted] = [0, 0];
  return documents?.map((document) => {
    before += lineEnds(text, counted, document.start);
    counted = document.start;
    return partOf(document, text, before, trees);
  });
}

function documentsOf(text: string): readonly PlainDocument[] | undefined {
  try {
    return [...plainDocuments(text)];
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

function partOf({ value, start, end, first }: PlainDocument, text: string, before: number, trees: RecentTrees): ManifestPart {
  const source = text.slice(start, end);
  const line = before + lineEnds(text, start, first) + 1;
  const owner = {};
  const tree = (): LineTree => trees.of(owner, source.length, () => plainTree(source, before));
  return { value, source, problems: [], lineOf: (path) => (path.length === 0 ? line : tree().lineOf(path)) };
}
