import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";

/** The annotation in which an injection says what it set, as it stands in a template. */
export const recordIn = (template: JsonObject): Json | undefined => objectAt(template, "metadata", "annotations")[keys.injected];

/** What it says; empty where there is none, or where somebody wrote something else there. */
export function injectionRecord(template: JsonObject): JsonObject {
  const text = recordIn(template);
  try {
    const read: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
    return isJsonObject(read) ? read : {};
  } catch {
    return {};
  }
}
