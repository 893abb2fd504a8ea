import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";
const graceField = "terminationGracePeriodSeconds";

/**
 * Whether a manifest states the grace period of the template at `path`: kubectl's last-applied copy or an Apply entry of managedFields
 * names it. Entries of the operation Update hold fields that the API server filled in as well (Kubernetes 1.36), so they prove nothing.
 */
export function graceStatement(object: JsonObject | undefined, path: readonly string[]): "yes" | "perhaps" | "no" {
  const applied = lastAppliedOf(object);
  if ((applied !== undefined && statesGrace(applied, path)) || heldBy("Apply", object, path)) return "yes";
  return applied === undefined && heldBy("Update", object, path) ? "perhaps" : "no";
}

function lastAppliedOf(object: JsonObject | undefined): string | undefined {
  const text = objectAt(object, "metadata", "annotations")[lastApplied];
  return typeof text === "string" ? text : undefined;
}

function statesGrace(applied: string, path: readonly string[]): boolean {
  try {
    return Object.hasOwn(objectAt(JSON.parse(applied), ...path, "spec"), graceField);
  } catch {
    return true;
  }
}

function heldBy(operation: "Apply" | "Update", object: JsonObject | undefined, path: readonly string[]): boolean {
  const entries = objectAt(object, "metadata")["managedFields"];
  const spec = ["fieldsV1", ...path.map((key) => `f:${key}`), "f:spec"];
  return (Array.isArray(entries) ? (entries as readonly Json[]) : []).some(
    (entry) =>
      isJsonObject(entry) && entry["operation"] === operation && Object.hasOwn(objectAt(entry, ...spec), `f:${graceField}`),
  );
}
