/** Points at one object of the cluster or of a manifest file. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

/** `Ingress web/shop`, or `IngressClass alb` where there is no namespace. */
export const printRef = (ref: ObjectRef): string => `${ref.kind} ${refPath(ref)}`;

/** `web/shop`, or `alb` where there is no namespace. */
export const refPath = (ref: ObjectRef): string => (ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`);

export const sameObject = (a: ObjectRef, b: ObjectRef): boolean =>
  a.kind === b.kind && a.name === b.name && a.namespace === b.namespace && groupOf(a.apiVersion) === groupOf(b.apiVersion);

/** Equal exactly where {@link sameObject} holds: a key for sets and maps. */
export const refId = ({ apiVersion, kind, namespace, name }: ObjectRef): string =>
  JSON.stringify([groupOf(apiVersion), kind, namespace ?? null, name]);

/** `apps` of `apps/v1`; empty for the core group. */
export const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "");
