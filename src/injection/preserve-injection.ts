import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import { replaceAt } from "./replace-at.ts";

/**
 * Puts the timings that an earlier injection left in the stored template back into an unchanged one, so that the template stays
 * the same and no roll-out starts (a `kubectl replace` of the original manifest would otherwise drop them).
 */
export function preserveInjection(object: JsonObject, oldObject: JsonObject, path: readonly string[]): JsonObject {
  const before = objectAt(oldObject, ...path);
  const record = objectAt(before, "metadata", "annotations")[keys.injected];
  if (record === undefined) return object;
  const spec = objectAt(before, "spec");
  const hooks = new Map(listOf(spec["containers"]).flatMap((container) => hookOf(container)));
  const now = objectAt(object, ...path);
  const containers = listOf(objectAt(now, "spec")["containers"]).map((container) => withHook(container, hooks));
  const grace = spec["terminationGracePeriodSeconds"];
  const template = {
    ...now,
    metadata: {
      ...objectAt(now, "metadata"),
      annotations: { ...objectAt(now, "metadata", "annotations"), [keys.injected]: record },
    },
    spec: { ...objectAt(now, "spec"), containers, ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }) },
  };
  return replaceAt(object, path, template);
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

function hookOf(container: Json): readonly (readonly [string, Json])[] {
  const hook = objectAt(container, "lifecycle")["preStop"];
  const name = isJsonObject(container) ? container["name"] : undefined;
  return typeof name === "string" && hook !== undefined ? [[name, hook]] : [];
}

function withHook(container: Json, hooks: ReadonlyMap<string, Json>): Json {
  if (!isJsonObject(container) || typeof container["name"] !== "string") return container;
  const hook = hooks.get(container["name"]);
  return hook === undefined ? container : { ...container, lifecycle: { ...objectAt(container, "lifecycle"), preStop: hook } };
}
