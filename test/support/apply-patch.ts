import type { Patch } from "./front.ts";

/** RFC 6902 in few lines, apart from the library that makes the patches: add, remove, replace and test as evanphx/json-patch v4 has them. */
export function applied(document: unknown, patch: Patch): unknown {
  return patch.reduce((now, operation) => applyOne(now, operation), structuredClone(document));
}

type Container = Record<string, unknown> | unknown[];

function applyOne(document: unknown, { op, path, value }: Patch[number]): unknown {
  const keys = path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop();
  if (last === undefined) throw new Error("the whole document is replaced");
  let parent = document as Container;
  for (const key of keys) {
    const inner: unknown = Array.isArray(parent) ? parent[Number(key)] : Object.hasOwn(parent, key) ? parent[key] : undefined;
    if (typeof inner !== "object" || inner === null) throw new Error(`${op} ${path}: ${key} is missing`);
    parent = inner as Container;
  }
  if (Array.isArray(parent)) applyToList(parent, op, last, value);
  else applyToObject(parent, op, last, value);
  return document;
}

function applyToList(list: unknown[], op: string, key: string, value: unknown): void {
  const index = key === "-" ? list.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > list.length || (op !== "add" && index === list.length))
    throw new Error(`${op}: there is no place ${key}`);
  list.splice(index, op === "add" ? 0 : 1, ...(op === "remove" ? [] : [structuredClone(value)]));
}

function applyToObject(object: Record<string, unknown>, op: string, key: string, value: unknown): void {
  if (op !== "add" && !Object.hasOwn(object, key)) throw new Error(`${op}: ${key} is missing`);
  if (op === "remove") delete object[key];
  else object[key] = structuredClone(value);
}
