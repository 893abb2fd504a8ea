import { at } from "#kubernetes/objects/lenient-json.ts";
import { isWorkloadKind, workloadShapes } from "#kubernetes/objects/read-workload.ts";
import type { Finding } from "#model/findings/finding.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { type ManifestSubject, refOfSubject } from "./check-source.ts";

/** An object may carry very many annotations, and nobody reads a thousand messages. */
const mostReported = 10;

/**
 * Labels and annotations whose values are no text, as `outlive.dev/pre-stop: 60` without quotes: the API server refuses the whole
 * object ("cannot unmarshal number into Go struct field", Kubernetes 1.36), and nothing is read from them here.
 */
export function unquotedValues(object: ManifestSubject): readonly Finding[] {
  const { kind, document } = object;
  const podPath: readonly string[] = isWorkloadKind(kind) ? workloadShapes[kind].podPath : [];
  const places = podPath.length === 0 ? [[]] : [[], podPath];
  return places
    .flatMap((place) => ["labels", "annotations"].flatMap((form) => unquotedIn(object, [...place, "metadata", form])))
    .slice(0, mostReported);

  function unquotedIn(subject: ManifestSubject, path: readonly string[]): readonly Finding[] {
    const map = at(document.raw, ...path);
    if (!isJsonObject(map)) return [];
    return Object.entries(map).flatMap(([key, value]) =>
      typeof value === "string" || value === null ? [] : [unquoted(subject, [...path, key].join("."), key, value)],
    );
  }
}

const unquoted = (object: ManifestSubject, path: string, key: string, value: unknown): Finding => ({
  rule: "value-not-text",
  severity: "error",
  subject: refOfSubject(object),
  path,
  actual: undefined,
  required: undefined,
  because: [],
  details: { key, value: (JSON.stringify(value) ?? "").slice(0, 80) },
});
