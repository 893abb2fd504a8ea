import type { ObjectRef } from "./refs.ts";

/** What is kept of `metadata`. `managedFields` and anything else that is not read is dropped when the object is read. */
export interface ObjectMeta {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** Empty in a manifest file. */
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339, empty in a manifest file. */
  readonly creationTimestamp: string;
  readonly deleting: boolean;
}

/** False for what a manifest file describes: it has no UID, and what the API server fills in when it stores an object is missing. */
export const isStored = ({ uid }: Pick<ObjectMeta, "uid">): boolean => uid !== "";

export const refOf = ({ apiVersion, kind, namespace, name }: ObjectMeta): ObjectRef =>
  namespace === "" ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };

/** Of a cluster-scoped object that nobody described, of which only the name is known. */
export const bareMeta = (apiVersion: string, kind: string, name: string): ObjectMeta => ({
  apiVersion,
  kind,
  namespace: "",
  name,
  uid: "",
  labels: {},
  annotations: {},
  creationTimestamp: "",
  deleting: false,
});
