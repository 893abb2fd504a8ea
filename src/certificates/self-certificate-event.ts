import type { RotationStep } from "./rotation.ts";

/** What happens to Outlive's own certificates; each event is emitted once, not at every look. */
export type SelfCertificateEvent =
  | { readonly event: "rotated"; readonly step: RotationStep }
  | { readonly event: "bundle-put"; readonly configuration: string }
  | { readonly event: "configuration-missing"; readonly configuration: string }
  | { readonly event: "leadership-acquired" }
  | { readonly event: "leadership-lost" }
  /** Somebody else wrote first; what they wrote is read at the next look. */
  | { readonly event: "overtaken"; readonly what: string }
  | { readonly event: "failed"; readonly what: string; readonly error: unknown };

/** What failed: the Lease; the Secret or reading webhook configurations; writing CA bundles into them. */
export type FailedWork = "lease" | "certificates" | "ca-bundle";
