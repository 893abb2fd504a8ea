import jsonPatch, { type Operation } from "fast-json-patch";
import { isJsonObject, type Json, type JsonObject } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import type { Plan, Step } from "#model/workloads/plan.ts";
import { withSleep } from "./pre-stop-hook.ts";

const { applyOperation, compare, escapePathComponent } = jsonPatch;

type Path = readonly (string | number)[];

/** One operation, made for the object as the operations before it have left it; undefined where there is nothing to do. */
type Change = (received: JsonObject) => Operation | undefined;

/**
 * The smallest JSON Patch that carries out a plan on the object as it was received. Each operation is made for what the ones before
 * it have left, and applied at once, because the API server answers a patch that does not apply with a 500 that no failure policy
 * softens (Kubernetes 1.36). `received` is changed by that and must not be used anymore. Custom resources may hold anything
 * anywhere: a step is left out where something that has no such part stands in its way.
 */
export const patchFor = (received: JsonObject, podPath: readonly string[], plan: Plan): readonly Operation[] =>
  plan
    .flatMap((step) => changesFor(step, podPath))
    .flatMap((change) => {
      const operation = change(received);
      if (operation === undefined) return [];
      // Applied with a value of its own: later operations change the object, and must not reach into this one's value.
      applyOperation(received, JSON.parse(JSON.stringify(operation)) as Operation);
      return [operation];
    });

/** The JSON Patch that makes the one of the other, where what was planned is not all that changes. */
export const patchBetween = (received: JsonObject, wanted: JsonObject): readonly Operation[] => compare(received, wanted);

function changesFor(step: Step, podPath: readonly string[]): readonly Change[] {
  switch (step.set) {
    case "pre-stop": {
      const path = [...podPath, "spec", "containers", step.container, "lifecycle", "preStop"];
      return [(received) => put(received, path, withSleep(at(received, path), step.seconds, step.form))];
    }
    case "no-pre-stop":
      return [(received) => withoutSleep(received, [...podPath, "spec", "containers", step.container, "lifecycle"])];
    case "grace-period":
      return [(received) => put(received, [...podPath, "spec", "terminationGracePeriodSeconds"], step.seconds)];
    case "readiness-gate":
      return [(received) => withGate(received, [...podPath, "spec", "readinessGates"], step.gate)];
    case "record": {
      const annotations = [...podPath, "metadata", "annotations"];
      return [
        (received) => annotate(received, [...annotations, keys.injected], step.injected),
        (received) => annotate(received, [...annotations, keys.why], step.why),
      ];
    }
  }
}

/** The hook goes, or its sleep where another handler stands beside it, or the whole lifecycle where nothing else is in it. */
function withoutSleep(received: JsonObject, lifecycle: Path): Operation | undefined {
  const hook = at(received, [...lifecycle, "preStop"]);
  if (isJsonObject(hook) && Object.keys(hook).length > 1) return remove(received, [...lifecycle, "preStop", "sleep"]);
  const around = at(received, lifecycle);
  return remove(received, isJsonObject(around) && Object.keys(around).length > 1 ? [...lifecycle, "preStop"] : lifecycle);
}

function withGate(received: JsonObject, path: Path, gate: string): Operation | undefined {
  const gates = at(received, path);
  if (Array.isArray(gates)) return { op: "add", path: pointer([...path, "-"]), value: { conditionType: gate } };
  return gates === undefined || gates === null ? put(received, path, [{ conditionType: gate }]) : undefined;
}

const annotate = (received: JsonObject, path: Path, text: string | undefined): Operation | undefined =>
  text === undefined ? remove(received, path) : put(received, path, text);

const remove = (object: JsonObject, path: Path): Operation | undefined =>
  at(object, path) === undefined ? undefined : { op: "remove", path: pointer(path) };

/** Adds what is missing from the first missing parent on, replaces only what differs, and nothing where nothing does. */
function put(object: JsonObject, path: Path, value: Json): Operation | undefined {
  let current: Json = object;
  for (const [depth, key] of path.entries()) {
    const inner: Json | undefined = child(current, key);
    if (inner === undefined || inner === null) {
      const made = path.slice(depth);
      // No list of containers is ever made, and nothing is put between what stands in one.
      if (!isJsonObject(current) || made.some((part) => typeof part === "number")) return undefined;
      return { op: "add", path: pointer(path.slice(0, depth + 1)), value: nested(path.slice(depth + 1), value) };
    }
    current = inner;
  }
  return replaced(current, value, path);
}

/** Goes down to the one place that differs, so that what stands beside it is skipped. */
function replaced(before: Json, after: Json, path: Path): Operation | undefined {
  const [only, ...others] = compare({ value: before } as object, { value: after } as object);
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

const pointer = (path: Path): string => path.map((key) => `/${escapePathComponent(String(key))}`).join("");
