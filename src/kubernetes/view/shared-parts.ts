import type { RecentTexts } from "./recent-texts.ts";

/**
 * `fresh`, made of the parts of `known` as far as they are equal; `known` itself where all of it is. Of the Pods of one workload only names
 * differ, so that each takes a fifth of the memory that it would take alone.
 */
export function sharingParts<T>(known: T, fresh: T, texts: RecentTexts): T {
  if (Object.is(known, fresh)) return known;
  if (typeof fresh === "string") return texts.one(fresh) as T & string;
  if (Array.isArray(known) && Array.isArray(fresh)) return sharingItems(known, fresh, texts) as T;
  if (isPlain(known) && isPlain(fresh)) return sharingFields(known, fresh, texts);
  return fresh;
}

type Fields = Record<string, unknown>;

const isPlain = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function sharingItems(known: readonly unknown[], fresh: readonly unknown[], texts: RecentTexts): readonly unknown[] {
  const shared = fresh.map((item, index) => sharingParts(known[index], item, texts));
  return known.length === fresh.length && shared.every((item, index) => Object.is(item, known[index])) ? known : shared;
}

function sharingFields<T extends Fields>(known: T, fresh: T, texts: RecentTexts): T {
  const names = Object.keys(fresh);
  const values = names.map((name) => (Object.hasOwn(known, name) ? sharingParts(known[name], fresh[name], texts) : fresh[name]));
  const isKnown = (name: string, index: number): boolean => Object.hasOwn(known, name) && Object.is(values[index], known[name]);
  if (names.length === Object.keys(known).length && names.every(isKnown)) return known;
  // A copy of the whole keeps the order of its fields, and what is marked on it.
  const shared: Fields = { ...fresh };
  for (const [index, name] of names.entries()) shared[name] = values[index];
  return shared as T;
}
