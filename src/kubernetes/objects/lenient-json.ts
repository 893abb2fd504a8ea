/**
 * Reads parts of objects that may be anything: what is missing or of the wrong type is undefined or empty, and nothing throws.
 * The API server has already refused wrong types in what it stores; manifest files and bodies of reviews may hold them.
 */

import { isJsonObject } from "#model/kubernetes/json.ts";

/** What stands under `path`, own properties only. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

export const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const asFlag = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);

/** An integer of Go's int32, as ports, replicas and counts are. */
export const asInteger = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 2147483647 ? value + 0 : undefined;

/** `IntOrString` of apimachinery. */
export const asIntegerOrText = (value: unknown): number | string | undefined => asInteger(value) ?? asText(value);

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asTexts = (value: unknown): readonly string[] => asList(value).filter((item) => typeof item === "string");

/** Entries whose value is no string are left out. */
export function asTextMap(value: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  if (isTextMap(value)) return { ...value };
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

const isTextMap = (value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, string>> =>
  Object.values(value).every((item) => typeof item === "string");
