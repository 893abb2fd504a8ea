import type { ObjectRef } from "#model/kubernetes/refs.ts";

/** Something that manifests leave to the cluster, and that was decided for them. */
export type Assumption = {
  readonly what: "ingress-class";
  readonly className: string;
  /** The first that names the class, or that says no class. */
  readonly ingress: ObjectRef;
};
