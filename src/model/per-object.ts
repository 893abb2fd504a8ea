/**
 * A function of an object that never changes, worked out once for as long as the object lives. A cached result differs
 * only in the time that it saves: the same object always gives the same result.
 */
export function perObject<K extends object, T>(make: (object: K) => T): (object: K) => T {
  const known = new WeakMap<K, { readonly made: T }>();
  return (object) => {
    const found = known.get(object) ?? { made: make(object) };
    known.set(object, found);
    return found.made;
  };
}
