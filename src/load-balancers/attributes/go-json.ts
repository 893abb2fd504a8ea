/**
 * JSON as Go's `encoding/json` puts it into a struct: keys are matched without regard to case, the last of several that match wins,
 * unknown ones are ignored, `null` sets nothing, and a value of the wrong type refuses the whole text.
 */
import { parseInt32 } from "./go-values.ts";

/** Thrown inside a reader only; {@link readGoJson} turns it into a reading. */
class WrongType extends Error {}

export type GoReading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export function readGoJson<T>(text: string, read: (value: unknown) => T): GoReading<T> {
  try {
    return { ok: true, value: read(JSON.parse(text)) };
  } catch (error) {
    return { ok: false, reason: error instanceof WrongType ? error.message : "not JSON" };
  }
}

/** Fields of an object by their lower-cased names. */
export type JsonFields = ReadonlyMap<string, unknown>;

export function structOf(value: unknown): JsonFields {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) throw new WrongType("expected an object");
  return new Map(Object.entries(value).flatMap(([key, field]) => (field === null ? [] : [[key.toLowerCase(), field] as const])));
}

export function textField(fields: JsonFields, name: string): string | undefined {
  const value = fields.get(name.toLowerCase());
  if (value !== undefined && typeof value !== "string") throw new WrongType(`${name} must be a string`);
  return value;
}

export function integerField(fields: JsonFields, name: string): number | undefined {
  const value = fields.get(name.toLowerCase());
  if (value === undefined) return undefined;
  if (typeof value !== "number" || parseInt32(String(value)) === undefined) throw new WrongType(`${name} must be an integer`);
  return value;
}

export function flagField(fields: JsonFields, name: string): boolean | undefined {
  const value = fields.get(name.toLowerCase());
  if (value !== undefined && typeof value !== "boolean") throw new WrongType(`${name} must be true or false`);
  return value;
}

/** `intstr.IntOrString`. */
export function portField(fields: JsonFields, name: string): number | string | undefined {
  const value = fields.get(name.toLowerCase());
  return typeof value === "string" ? value : integerField(fields, name);
}

/** Undefined where the field is absent or null. */
export function structField(fields: JsonFields, name: string): JsonFields | undefined {
  const value = fields.get(name.toLowerCase());
  return value === undefined ? undefined : structOf(value);
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new WrongType(`${name} must be a list`);
  return value;
}

export const listField = (fields: JsonFields, name: string): readonly unknown[] => listOf(fields.get(name.toLowerCase()), name);

export const textsField = (fields: JsonFields, name: string): readonly string[] =>
  listField(fields, name).map((item) => {
    if (item !== null && typeof item !== "string") throw new WrongType(`${name} must hold strings`);
    return item ?? "";
  });
