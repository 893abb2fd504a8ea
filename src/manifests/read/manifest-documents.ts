import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { hasHelmWords, helmSource } from "./helm-source.ts";
import { jsonParts } from "./json-texts.ts";
import { listItems } from "./list-items.ts";
import type { ManifestDocument, ManifestProblem } from "./manifest-document.ts";
import { type ManifestPart, yamlParts } from "./yaml-parts.ts";

export interface ParsedManifest {
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly ManifestProblem[];
}

/** Whether objects of a kind are read, of which a template would be mistaken for one. */
export type IsRead = (apiVersion: string, kind: string) => boolean;

/** All objects of one file's text, lists taken apart. What cannot be read is a problem and does not stop the rest. */
export function parseManifest(file: string, text: string, isRead: IsRead): ParsedManifest {
  const plain = text.replace(/^\uFEFF/, "");
  const problems: ManifestProblem[] = [];
  const documents: ManifestDocument[] = [];
  for (const part of jsonParts(plain) ?? yamlParts(plain)) {
    problems.push(...part.problems.map((problem) => ({ ...problem, file })));
    for (const { value, path } of part.value === undefined ? [] : listItems(part.value)) {
      const lineOf: ManifestDocument["lineOf"] = (below) => part.lineOf([...path, ...below]);
      const line = lineOf([]);
      const problem = problemOf(value, { file, line, part, isRead });
      if (problem !== undefined) problems.push(problem);
      else if (isJsonObject(value)) documents.push({ file, line, index: documents.length, raw: value, lineOf });
    }
  }
  return { documents, problems: helmOnce(problems) };
}

interface Origin {
  readonly file: string;
  readonly line: number;
  readonly part: ManifestPart;
  readonly isRead: IsRead;
}

function problemOf(value: unknown, { file, line, part, isRead }: Origin): ManifestProblem | undefined {
  const apiVersion = asText(at(value, "apiVersion")) ?? "";
  const kind = asText(at(value, "kind")) ?? "";
  if (apiVersion === "" || kind === "") {
    const message = "this is not a Kubernetes object (no apiVersion and kind) and was ignored";
    return { severity: "notice", id: "not-an-object", file, line, message };
  }
  // Quoted, a template is good YAML, but not what will be applied.
  if (isRead(apiVersion, kind) && hasHelmWords(part.source)) return helmSource(file, line);
  return undefined;
}

/** A chart's template breaks in many places for one reason. */
function helmOnce(problems: readonly ManifestProblem[]): readonly ManifestProblem[] {
  const first = problems.findIndex(({ id }) => id === "helm-source");
  return problems.filter(({ id }, index) => id !== "helm-source" || index === first);
}
