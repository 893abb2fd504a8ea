import { knownVersion, versionHas } from "#model/kubernetes/version-facts.ts";

export type PolicyApiVersion = "v1" | "v1beta1" | "v1alpha1";

/** How a version of Kubernetes serves MutatingAdmissionPolicy. */
export type ServedPolicies =
  | { readonly how: "as-shipped"; readonly apiVersion: "v1" }
  /** Only where the API server is started with the feature gate and this version of the API. */
  | { readonly how: "switched-on"; readonly apiVersion: "v1beta1" | "v1alpha1" }
  | { readonly how: "never" };

/** The gate MutatingAdmissionPolicy is alpha from 1.32, beta and off from 1.34, and on from 1.36 (KEP-3962). */
export function servedMutatingPolicies(version: string | undefined): ServedPolicies {
  if (versionHas("mutatingPolicies", version)) return { how: "as-shipped", apiVersion: "v1" };
  const { major, minor } = knownVersion(version);
  if (major < 1 || minor < 32) return { how: "never" };
  return { how: "switched-on", apiVersion: minor < 34 ? "v1alpha1" : "v1beta1" };
}

/** Flags of the API server that this takes. */
export const switchedOnBy = (apiVersion: PolicyApiVersion): readonly string[] => [
  "--feature-gates=MutatingAdmissionPolicy=true",
  `--runtime-config=admissionregistration.k8s.io/${apiVersion}=true`,
];
