import { isDeepStrictEqual } from "node:util";
import { isJsonObject } from "#model/json.ts";

export interface Setting {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** The smallest values that make the one out of the other; undefined where something would have to be taken away. */
export function settingsBetween(before: unknown, after: unknown, path: Setting["path"] = []): readonly Setting[] | undefined {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return undefined;
    return all(after.map((item: unknown, index) => settingsBetween(before[index], item, [...path, index])));
  }
  if (!isJsonObject(before) || !isJsonObject(after)) return [{ path, value: after }];
  if (Object.keys(before).some((key) => !Object.hasOwn(after, key))) return undefined;
  return all(
    Object.entries(after).map(([key, value]) =>
      Object.hasOwn(before, key) ? settingsBetween(before[key], value, [...path, key]) : [{ path: [...path, key], value }],
    ),
  );
}

function all(parts: readonly (readonly Setting[] | undefined)[]): readonly Setting[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat() : undefined;
}
