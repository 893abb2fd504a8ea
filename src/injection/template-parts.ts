import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";

/** One regular container of a template, as JSON has it. */
export interface RawContainer {
  /** Its place in the list. */
  readonly index: number;
  readonly name: string;
  readonly preStop: Json | undefined;
}

export const rawContainers = (template: JsonObject): readonly RawContainer[] =>
  containersAt(template).flatMap((container, index) => {
    if (!isJsonObject(container)) return [];
    const { name } = container;
    const hook = objectAt(container, "lifecycle")["preStop"];
    return typeof name === "string" ? [{ index, name, preStop: hook ?? undefined }] : [];
  });

export function containersAt(template: JsonObject): readonly Json[] {
  const { containers } = objectAt(template, "spec");
  return Array.isArray(containers) ? (containers as readonly Json[]) : [];
}

export const graceAt = (template: JsonObject): Json | undefined =>
  objectAt(template, "spec")["terminationGracePeriodSeconds"] ?? undefined;

export function annotationAt(template: JsonObject, key: string): string | undefined {
  const text = objectAt(template, "metadata", "annotations")[key];
  return typeof text === "string" ? text : undefined;
}

/** Equal up to the order of keys and to absent, null and empty objects, which the API server writes interchangeably. */
export const sameJson = (a: Json, b: Json): boolean => canonical(a) === canonical(b);

const canonical = (value: Json): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (!isJsonObject(inner)) return inner;
    const filled = Object.entries(inner).filter(([, v]) => v !== null && !(isJsonObject(v) && Object.keys(v).length === 0));
    return Object.fromEntries(filled.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
