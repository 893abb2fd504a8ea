/** Tells an object from the others of its kind. */
export interface ObjectKey {
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

export interface Keyed<T> {
  readonly key: ObjectKey;
  readonly object: T;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const byNamespaceThenName = (a: ObjectKey, b: ObjectKey): number =>
  order(a.namespace, b.namespace) || order(a.name, b.name);

export const pathOf = ({ namespace, name }: ObjectKey): string => `${namespace}/${name}`;
