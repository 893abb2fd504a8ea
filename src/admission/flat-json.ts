import type { Json } from "#model/kubernetes/json.ts";

/** JSON whose members may be missing, as `JSON.stringify` takes it. */
export type Part = Json | undefined | { readonly [field: string]: Part } | readonly Part[];

/**
 * A value as a row of its keys, its single values and the marks between them, in the order in which `JSON.stringify` writes them: what
 * is the same as a row is the same as text.
 */
export type FlatJson = readonly Single[];

type Single = string | number | boolean | null | symbol;

const object = Symbol("object");
const list = Symbol("list");
const end = Symbol("end");

export function flatJson(value: Part): FlatJson {
  const row: Single[] = [];
  append(value, row);
  return row;
}

function append(value: Part, row: Single[]): void {
  if (typeof value !== "object" || value === null) {
    row.push(value ?? null);
    return;
  }
  row.push(isList(value) ? list : object);
  if (isList(value)) for (const item of value) append(item, row);
  else appendMembers(value, row);
  row.push(end);
}

function appendMembers(members: { readonly [field: string]: Part }, row: Single[]): void {
  for (const [key, member] of Object.entries(members)) {
    if (member === undefined) continue;
    row.push(key);
    append(member, row);
  }
}

/** Whether the value is the one that the row was made of. Writes no text and allocates nothing, and stops at the first difference. */
export const isSameJson = (value: Part, row: FlatJson): boolean => endOf(value, row, 0) === row.length;

const differs = -1;

/** Where the value that begins at `at` ends. */
function endOf(value: Part, row: FlatJson, at: number): number {
  if (typeof value !== "object" || value === null) return row[at] === (value ?? null) ? at + 1 : differs;
  return isList(value) ? endOfList(value, row, at) : endOfObject(value, row, at);
}

function endOfList(items: readonly Part[], row: FlatJson, at: number): number {
  if (row[at] !== list) return differs;
  let next = at + 1;
  for (const item of items) {
    next = endOf(item, row, next);
    if (next === differs) return differs;
  }
  return row[next] === end ? next + 1 : differs;
}

function endOfObject(members: { readonly [field: string]: Part }, row: FlatJson, at: number): number {
  if (row[at] !== object) return differs;
  let next = at + 1;
  // Parsed JSON inherits nothing that could be listed here, and V8 walks such an object without making a list of its keys.
  for (const key in members) {
    const member = members[key];
    if (member === undefined) continue;
    if (row[next] !== key) return differs;
    next = endOf(member, row, next + 1);
    if (next === differs) return differs;
  }
  return row[next] === end ? next + 1 : differs;
}

const isList = (value: Part): value is readonly Part[] => Array.isArray(value);
