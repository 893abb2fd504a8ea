import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { plainParts } from "#manifests/plain-yaml/plain-parts.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { CappedProblems } from "./capped-problems.ts";
import { hasHelmWords, helmSource } from "./helm-source.ts";
import { jsonParts } from "./json-texts.ts";
import { listItems } from "./list-items.ts";
import type { ManifestDocument, ManifestProblem } from "./manifest-document.ts";
import { RecentTrees } from "./recent-trees.ts";
import { yamlParts } from "./yaml-parts.ts";

export interface ParsedManifest {
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly ManifestProblem[];
}

/** Whether objects of a kind are read, of which a template would be mistaken for one. */
export type IsRead = (apiVersion: string, kind: string) => boolean;

/** All objects of one file's text, lists taken apart. What cannot be read is a problem and does not stop the rest. */
export function parseManifest(file: string, text: string, isRead: IsRead, trees = new RecentTrees()): ParsedManifest {
  const plain = text.replace(/^\uFEFF/, "");
  const problems = new CappedProblems(file);
  const add = (problem: ManifestProblem): void => {
    // A chart's template breaks in many places for one reason.
    const again = isHelm && problem.id === "helm-source";
    isHelm ||= problem.id === "helm-source";
    if (!again) problems.add(problem);
  };
  let isHelm = false;
  const documents: ManifestDocument[] = [];
  for (const part of jsonParts(plain, trees) ?? plainParts(plain, trees) ?? yamlParts(plain, trees)) {
    for (const problem of part.problems) add({ ...problem, file });
    if (part.value === undefined) continue;
    const isTemplate = hasHelmWords(part.source);
    for (const { value, path } of listItems(part.value)) {
      const lineOf: ManifestDocument["lineOf"] = (below) => part.lineOf([...path, ...below]);
      const line = lineOf([]);
      const problem = problemOf(value, { file, line, isTemplate, isRead });
      if (problem !== undefined) add(problem);
      else if (isJsonObject(value)) documents.push({ file, line, index: documents.length, raw: value, lineOf });
    }
  }
  return { documents, problems: problems.list() };
}

interface Origin {
  readonly file: string;
  readonly line: number;
  readonly isTemplate: boolean;
  readonly isRead: IsRead;
}

function problemOf(value: unknown, { file, line, isTemplate, isRead }: Origin): ManifestProblem | undefined {
  const apiVersion = asText(at(value, "apiVersion")) ?? "";
  const kind = asText(at(value, "kind")) ?? "";
  if (apiVersion === "" || kind === "") {
    const message = "this is not a Kubernetes object (no apiVersion and kind) and was ignored";
    return { severity: "notice", id: "not-an-object", file, line, message };
  }
  // Quoted, a template is good YAML, but not what will be applied.
  if (isTemplate && isRead(apiVersion, kind)) return helmSource(file, line);
  return undefined;
}
