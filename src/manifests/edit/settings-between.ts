import { isJsonObject } from "#model/kubernetes/json.ts";
import { sameValue } from "./same-value.ts";

export interface Setting {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** The smallest values that make the one out of the other; undefined where something would have to be taken away. */
export function settingsBetween(before: unknown, after: unknown, path: Setting["path"] = []): readonly Setting[] | undefined {
  if (sameValue(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return [{ path, value: after }];
    return all(after.map((item: unknown, index) => settingsBetween(before[index], item, [...path, index])));
  }
  if (!isJsonObject(before) || !isJsonObject(after)) return [{ path, value: withOwnEnd(before, after) }];
  if (Object.keys(before).some((key) => !Object.hasOwn(after, key))) return undefined;
  return all(
    Object.entries(after).map(([key, value]) =>
      Object.hasOwn(before, key) ? settingsBetween(before[key], value, [...path, key]) : [{ path: [...path, key], value }],
    ),
  );
}

/** Blanks and line feeds behind a text say how it is written, as in a YAML block, and nothing else. */
const withOwnEnd = (before: unknown, after: unknown): unknown =>
  typeof before === "string" && typeof after === "string" ? after.trimEnd() + before.slice(before.trimEnd().length) : after;

/** A copy with the settings in place. Whatever they stand in is there already. */
export function withSettings(before: unknown, settings: readonly Setting[]): unknown {
  const copy: unknown = structuredClone(before);
  for (const { path, value } of settings) {
    const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], copy);
    (parent as Record<string | number, unknown>)[path.at(-1) ?? ""] = value;
  }
  return copy;
}

function all(parts: readonly (readonly Setting[] | undefined)[]): readonly Setting[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat() : undefined;
}
