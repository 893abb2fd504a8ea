import type { ObjectRef } from "#model/kubernetes/refs.ts";

/** Something that manifests leave to the cluster, and that was decided for them. */
export type Assumption =
  | {
      readonly what: "ingress-class";
      readonly className: string;
      /** The first that names the class, or that says no class. */
      readonly ingress: ObjectRef;
    }
  /** Services of type LoadBalancer that say no class, which the controller's webhook would give its own. */
  | { readonly what: "load-balancer-class"; readonly className: string; readonly services: readonly ObjectRef[] };
