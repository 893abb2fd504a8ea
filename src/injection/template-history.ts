import type { AdmissionRequest } from "#model/admission/admission-request.ts";
import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import { injectionRecord, recordIn } from "./injection-record.ts";

/** What the review itself tells about who wrote the timings of a template. */
export interface TemplateHistory {
  /** The manifest states a grace period: kubectl's last-applied copy or an Apply entry of managedFields names it. */
  readonly gracePeriodOwned: boolean;
  /** The manifest may state one: nobody can tell who wrote the 30 in what was created, updated or installed by Helm 3 as a whole. */
  readonly gracePeriodPerhapsOwned: boolean;
  /** An UPDATE that leaves everything but our own values in the template as it was. */
  readonly templateUnchanged: boolean;
  /** The template as it is stored carries values of ours, which an unchanged manifest must find again. */
  readonly injectedBefore: boolean;
  /** The incoming template already carries our record: it was sized earlier, or is being rolled back to. */
  readonly injectedAlready: boolean;
}

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";
const graceField = "terminationGracePeriodSeconds";

/** Reads the history of the template at `path`; a Pod has none worth reading. */
export function templateHistory(request: AdmissionRequest, path: readonly string[]): TemplateHistory {
  const now = objectAt(request.object, ...path);
  const before = request.operation === "UPDATE" ? objectAt(request.oldObject, ...path) : {};
  const applied = lastAppliedOf(request.object);
  return {
    gracePeriodOwned:
      (applied !== undefined && statesGrace(applied, path)) || held("Apply", request.object, path).some(graceHeld),
    gracePeriodPerhapsOwned: applied === undefined && held("Update", request.object, path).some(graceHeld),
    templateUnchanged: request.operation === "UPDATE" && same(withoutOurs(now, before), withoutOurs(before, before)),
    injectedBefore: recordIn(before) !== undefined,
    injectedAlready: recordIn(now) !== undefined,
  };
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

/** The fields of the template that each manager holds by one operation. */
function held(operation: "Apply" | "Update", object: JsonObject | undefined, path: readonly string[]): readonly JsonObject[] {
  const entries = objectAt(object, "metadata")["managedFields"];
  return (Array.isArray(entries) ? (entries as readonly Json[]) : [])
    .filter((entry) => isJsonObject(entry) && entry["operation"] === operation)
    .map((entry) => objectAt(entry, "fieldsV1", ...path.map((key) => `f:${key}`)));
}

/** Entries of the operation Update hold fields that the API server filled in as well (Kubernetes 1.36), so they prove nothing. */
const graceHeld = (fields: JsonObject): boolean => Object.hasOwn(objectAt(fields, "f:spec"), `f:${graceField}`);

/**
 * The template without what the record in `marked` says was ours: sleeps of its containers, the grace period, the record.
 * A hook that somebody wrote in place of ours is theirs.
 */
function withoutOurs(template: JsonObject, marked: JsonObject): Json {
  const record = injectionRecord(marked);
  const given = new Map(containersOf(marked).map((container) => [container["name"], hookOf(container)]));
  const isOurs = (container: JsonObject): boolean => {
    const hook = hookOf(container);
    return hook === undefined || same(hook, given.get(container["name"]) ?? null);
  };
  const spec = objectAt(template, "spec");
  const ours = objectAt(record, "preStop");
  const containers = Array.isArray(spec["containers"]) ? spec["containers"] : [];
  const remaining = containers.map((container) =>
    isJsonObject(container) &&
    typeof container["name"] === "string" &&
    Object.hasOwn(ours, container["name"]) &&
    isOurs(container)
      ? withoutHook(container)
      : container,
  );
  const { [keys.injected]: _record, ...annotations } = objectAt(template, "metadata", "annotations");
  const { [graceField]: grace, ...rest } = spec;
  return {
    metadata: { ...objectAt(template, "metadata"), annotations },
    spec: { ...rest, containers: remaining, ...(Object.hasOwn(record, "gracePeriod") ? {} : { [graceField]: grace ?? null }) },
  };
}

const containersOf = (template: JsonObject): readonly JsonObject[] => {
  const { containers } = objectAt(template, "spec");
  return Array.isArray(containers) ? (containers as readonly Json[]).filter(isJsonObject) : [];
};

const hookOf = (container: JsonObject): Json | undefined => objectAt(container, "lifecycle")["preStop"];

function withoutHook(container: JsonObject): Json {
  const { lifecycle, ...rest } = container;
  const { preStop: _hook, ...others } = objectAt(lifecycle);
  return Object.keys(others).length === 0 ? rest : { ...rest, lifecycle: others };
}

/** Equal up to the order of keys and to absent, null and empty objects, which the API server writes interchangeably. */
const same = (a: Json, b: Json): boolean => canonical(a) === canonical(b);

const canonical = (value: Json): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (!isJsonObject(inner)) return inner;
    const filled = Object.entries(inner).filter(([, v]) => v !== null && !(isJsonObject(v) && Object.keys(v).length === 0));
    return Object.fromEntries(filled.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
