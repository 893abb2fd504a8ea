import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";

/** A copy with another value at `path` that shares everything else with the original. */
export function replaceAt(object: JsonObject, path: readonly string[], value: JsonObject): JsonObject {
  const [key, ...rest] = path;
  return key === undefined ? value : { ...object, [key]: replaceAt(objectAt(object, key), rest, value) };
}
