import { isJsonObject } from "#model/kubernetes/json.ts";
import { asText, at } from "./lenient-json.ts";
import type { ObjectKey } from "./object-key.ts";

/** An object as JSON has it, of which no more is known than that it has a name. */
export interface RawObject {
  readonly value: Readonly<Record<string, unknown>>;
  readonly key: ObjectKey;
}

/** Undefined for what is no object or has no `metadata.name`. */
export function toRawObject(value: unknown): RawObject | undefined {
  const name = asText(at(value, "metadata", "name")) ?? "";
  if (!isJsonObject(value) || name === "") return undefined;
  return { value, key: { namespace: asText(at(value, "metadata", "namespace")) ?? "", name } };
}

/** `metadata.resourceVersion` of an object or of a list. */
export function resourceVersionOf(value: unknown): string | undefined {
  const version = asText(at(value, "metadata", "resourceVersion"));
  return version === "" ? undefined : version;
}
