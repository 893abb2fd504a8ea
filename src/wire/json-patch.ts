import jsonPatch, { type Operation } from "fast-json-patch";
import { isJsonObject, type Json, type JsonObject } from "#model/json.ts";
import { keys } from "#model/keys.ts";
import type { Plan, Step } from "#model/plan.ts";
import { withSleep } from "./pre-stop-hook.ts";

const { applyPatch, compare } = jsonPatch;

/**
 * The smallest JSON Patch that carries out a plan on the object as it was received.
 * It is applied to that object before it is handed out, because the API server answers a patch that does not apply with a 500 that
 * no failure policy softens (Kubernetes 1.36). `received` is used up by that.
 * @throws Error when the patch does not give what was planned; the caller then answers without a patch.
 */
export const patchFor = (received: JsonObject, podPath: readonly string[], plan: Plan): readonly Operation[] =>
  patchBetween(received, carryOut(received, podPath, plan));

/** As `patchFor`, from the object as it was received to the object as it shall be stored. */
export function patchBetween(received: JsonObject, planned: JsonObject): readonly Operation[] {
  const operations = compare(received, planned);
  applyPatch(received as object, operations, true, true);
  if (compare(received, planned).length > 0) throw new Error("the patch does not give the planned object");
  return operations;
}

/** A copy that shares everything with the original but the places that change: comparing the two then costs next to nothing. */
export const carryOut = (object: JsonObject, podPath: readonly string[], plan: Plan): JsonObject =>
  plan.reduce((changed, step) => carryOutStep(changed, podPath, step), object);

function carryOutStep(object: JsonObject, podPath: readonly string[], step: Step): JsonObject {
  switch (step.set) {
    case "pre-stop":
      return change(object, [...podPath, "spec", "containers"], (containers) =>
        asList(containers).map((container, index) =>
          index === step.container && isJsonObject(container)
            ? change(container, ["lifecycle", "preStop"], (hook) => withSleep(hook, step.seconds, step.form))
            : container,
        ),
      );
    case "grace-period":
      return change(object, [...podPath, "spec", "terminationGracePeriodSeconds"], () => step.seconds);
    case "readiness-gate":
      return change(object, [...podPath, "spec", "readinessGates"], (gates) => [...asList(gates), { conditionType: step.gate }]);
    case "record":
      return change(object, [...podPath, "metadata", "annotations", keys.injected], () => step.text);
  }
}

function change(object: JsonObject, path: readonly string[], to: (value: Json | undefined) => Json): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  const inner = object[key];
  return { ...object, [key]: rest.length === 0 ? to(inner) : change(isJsonObject(inner) ? inner : {}, rest, to) };
}

const asList = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
