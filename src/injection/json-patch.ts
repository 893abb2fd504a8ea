import jsonPatch, { type Operation } from "fast-json-patch";
import { isJsonObject, type Json, type JsonObject } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import type { Plan, Step } from "#model/workloads/plan.ts";
import { withSleep } from "./pre-stop-hook.ts";

const { applyOperation, applyPatch, compare } = jsonPatch;

type Path = readonly (string | number)[];

/**
 * The smallest JSON Patch that carries out a plan on the object as it was received. Each operation is made for what the ones before
 * it have left, and applied at once, because the API server answers a patch that does not apply with a 500 that no failure policy
 * softens (Kubernetes 1.36). `received` is changed by that and must not be used any more.
 * @throws JsonPatchError when an operation does not apply; the caller then answers without a patch.
 */
export const patchFor = (received: JsonObject, podPath: readonly string[], plan: Plan): readonly Operation[] =>
  plan.flatMap((step) => {
    const operation = operationFor(received, podPath, step);
    if (operation === undefined) return [];
    // Applied with a value of its own: later operations change the object, and must not reach into this one's value.
    applyOperation(received, JSON.parse(JSON.stringify(operation)) as Operation, false, true);
    return [operation];
  });

/** Every part of an object that the patch for a plan depends on: two objects with equal parts get equal patches for equal plans. */
export const patchedParts = (object: JsonObject, podPath: readonly string[]): unknown => {
  const containers = at(object, [...podPath, "spec", "containers"]);
  return [
    Array.isArray(containers) ? (containers as readonly Json[]).map((container) => child(container, "lifecycle")) : null,
    at(object, [...podPath, "spec", "terminationGracePeriodSeconds"]),
    at(object, [...podPath, "spec", "readinessGates"]),
    at(object, [...podPath, "metadata", "annotations"]),
  ];
};

/** From the object as it was received to the object as it shall be stored, by comparing the two. */
export function patchBetween(received: JsonObject, planned: JsonObject): readonly Operation[] {
  const operations = compare(received, planned);
  applyPatch(received as object, operations, true, true);
  if (compare(received, planned).length > 0) throw new Error("the patch does not give the planned object");
  return operations;
}

function operationFor(received: JsonObject, podPath: readonly string[], step: Step): Operation | undefined {
  switch (step.set) {
    case "pre-stop": {
      const path = [...podPath, "spec", "containers", step.container, "lifecycle", "preStop"];
      return put(received, path, withSleep(at(received, path), step.seconds, step.form));
    }
    case "grace-period":
      return put(received, [...podPath, "spec", "terminationGracePeriodSeconds"], step.seconds);
    case "readiness-gate": {
      const path = [...podPath, "spec", "readinessGates"];
      const gate = { conditionType: step.gate };
      return Array.isArray(at(received, path))
        ? { op: "add", path: pointer([...path, "-"]), value: gate }
        : put(received, path, [gate]);
    }
    case "record":
      return put(received, [...podPath, "metadata", "annotations", keys.injected], step.text);
  }
}

/** Adds what is missing from the first missing parent on, replaces only what differs, and nothing where nothing does. */
function put(object: JsonObject, path: Path, value: Json): Operation | undefined {
  let current: Json | undefined = object;
  for (const [depth, key] of path.entries()) {
    const inner: Json | undefined = child(current, key);
    if (inner === undefined || inner === null)
      return { op: "add", path: pointer(path.slice(0, depth + 1)), value: nested(path.slice(depth + 1), value) };
    current = inner;
  }
  return replaced(current, value, path);
}

/** Goes down to the one place that differs, so that what stands beside it is left alone. */
function replaced(before: Json | undefined, after: Json, path: Path): Operation | undefined {
  const operations = before === undefined ? [] : compare({ value: before } as object, { value: after } as object);
  const [only, ...others] = operations;
  if (only === undefined) return undefined;
  if (others.length > 0) return { op: "replace", path: pointer(path), value: after };
  return { ...only, path: pointer(path) + only.path.slice("/value".length) };
}

const at = (object: JsonObject, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((current, key) => child(current, key), object);

function child(parent: Json | undefined, key: string | number): Json | undefined {
  if (Array.isArray(parent)) return typeof key === "number" ? (parent as readonly Json[])[key] : undefined;
  return isJsonObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

const nested = (path: Path, value: Json): Json => path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);

const pointer = (path: Path): string => path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
