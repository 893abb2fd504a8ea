import type { JsonObject } from "#model/kubernetes/json.ts";

export interface GroupKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What the API server asks, freed of the differences between admission.k8s.io/v1 and v1beta1. */
export interface AdmissionRequest {
  readonly reviewVersion: "admission.k8s.io/v1" | "admission.k8s.io/v1beta1";
  readonly uid: string;
  readonly kind: GroupKind;
  /** Plural name, and the subresource behind a slash where there is one: `pods`, `pods/eviction`. */
  readonly resource: string;
  readonly operation: string;
  readonly namespace: string;
  /** Empty where the API server has not made a name yet (generateName). */
  readonly name: string;
  readonly dryRun: boolean;
  /** Absent on DELETE. */
  readonly object: JsonObject | undefined;
  /** Present on UPDATE and DELETE. */
  readonly oldObject: JsonObject | undefined;
}

/** What a decision is made from. The rest of a request says which one it is and how it is answered. */
export type Question = Pick<AdmissionRequest, "kind" | "resource" | "operation" | "namespace" | "object" | "oldObject">;
