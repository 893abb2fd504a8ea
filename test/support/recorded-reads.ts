/** What readers look for in an object and do not find there. */

/** `spec.rules[].http`: entries of lists are not told apart. */
export type FieldPath = string;

/** The object as it is, which notes each field that is asked for and is absent. */
export function recording(object: unknown, absent: Set<FieldPath>, path = ""): unknown {
  if (typeof object !== "object" || object === null) return object;
  const known = new Map<PropertyKey, unknown>();
  const at = (target: object, name: PropertyKey): unknown => {
    if (!known.has(name)) {
      const value: unknown = Reflect.get(target, name);
      known.set(
        name,
        typeof name === "symbol" || typeof value === "function" ? value : recording(value, absent, below(target, name)),
      );
    }
    return known.get(name);
  };
  const below = (target: object, name: PropertyKey): string =>
    Array.isArray(target) ? `${path}[]` : path === "" ? String(name) : `${path}.${String(name)}`;
  const ask = (target: object, name: PropertyKey): void => {
    if (typeof name === "string" && !Array.isArray(target) && !Object.hasOwn(target, name)) absent.add(below(target, name));
  };
  return new Proxy(object, {
    get: (target, name) => {
      ask(target, name);
      return at(target, name);
    },
    has: (target, name) => {
      ask(target, name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor: (target, name) => {
      ask(target, name);
      const found = Reflect.getOwnPropertyDescriptor(target, name);
      return found === undefined || Array.isArray(target) ? found : { ...found, value: at(target, name) };
    },
  });
}
