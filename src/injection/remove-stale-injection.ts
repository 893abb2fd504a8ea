import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import { injectionRecord } from "./injection-record.ts";
import { replaceAt } from "./replace-at.ts";

/**
 * Takes out of a template what an earlier injection put there and what its manifest now leaves no room for: a hook of its own beside
 * our sleep, or a grace period shorter than it. The API server would refuse both (Kubernetes 1.36), for a value that the manifest does
 * not even show. The object itself where there is nothing to take back.
 */
export function removeStaleInjection(object: JsonObject, path: readonly string[]): JsonObject {
  const template = objectAt(object, ...path);
  const annotations = objectAt(template, "metadata", "annotations");
  const record = injectionRecord(template);
  const sleeps = objectAt(record, "preStop");
  const spec = objectAt(template, "spec");
  const grace = spec["terminationGracePeriodSeconds"];
  const given: readonly Json[] = Array.isArray(spec["containers"]) ? spec["containers"] : [];
  const containers = given.map((container) => withoutOurSleep(container, sleeps, grace));
  const taken = given.flatMap((container, index) => (container === containers[index] ? [] : [nameOf(container)]));
  if (taken.length === 0) return object;
  const left = Object.fromEntries(Object.entries(sleeps).filter(([name]) => !taken.includes(name)));
  const { [keys.injected]: _record, ...others } = annotations;
  const needed = Object.keys(left).length > 0 || record["gracePeriod"] === grace;
  const metadata = {
    ...objectAt(template, "metadata"),
    annotations: needed ? { ...others, [keys.injected]: JSON.stringify({ ...record, preStop: left }) } : others,
  };
  return replaceAt(object, path, { ...template, metadata, spec: { ...spec, containers } });
}

function withoutOurSleep(container: Json, sleeps: JsonObject, grace: Json | undefined): Json {
  const lifecycle = objectAt(container, "lifecycle");
  const { sleep, ...others } = objectAt(lifecycle, "preStop");
  const seconds = objectAt(sleep)["seconds"];
  if (
    !isJsonObject(container) ||
    typeof seconds !== "number" ||
    !Object.hasOwn(sleeps, nameOf(container)) ||
    sleeps[nameOf(container)] !== seconds
  )
    return container;
  const alone = Object.keys(others).length === 0;
  if (alone && (typeof grace !== "number" || grace >= seconds)) return container;
  const { preStop: _hook, ...rest } = lifecycle;
  return { ...container, lifecycle: alone ? rest : { ...rest, preStop: others } };
}

const nameOf = (container: Json): string => {
  const name = isJsonObject(container) ? container["name"] : undefined;
  return typeof name === "string" ? name : "";
};
