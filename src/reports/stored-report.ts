import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { resourceVersionOf } from "#kubernetes/objects/raw-object.ts";
import { type FirstSeen, hashAnnotation, managedBy, uidOfReport } from "./report-object.ts";

/** What is kept of a report that the API server holds. */
export interface StoredReport {
  readonly uid: string;
  readonly namespace: string;
  /** Undefined where somebody took the annotation away. */
  readonly hash: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly firstSeen: FirstSeen;
}

/** Undefined for a report that is not ours to change. */
export function readStoredReport(raw: unknown): StoredReport | undefined {
  const uid = uidOfReport(asText(at(raw, "metadata", "name")) ?? "");
  const namespace = asText(at(raw, "metadata", "namespace"));
  if (uid === undefined || namespace === undefined) return undefined;
  if (asText(at(raw, "metadata", "labels", managedBy.label)) !== managedBy.value) return undefined;
  const seen = asList(at(raw, "results")).flatMap((result): [string, number][] => {
    const id = asText(at(result, "properties", "resultID"));
    const seconds = asInteger(at(result, "timestamp", "seconds"));
    return id === undefined || seconds === undefined ? [] : [[id, seconds]];
  });
  return {
    uid,
    namespace,
    hash: asText(at(raw, "metadata", "annotations", hashAnnotation)),
    resourceVersion: resourceVersionOf(raw),
    firstSeen: Object.fromEntries(seen),
  };
}
