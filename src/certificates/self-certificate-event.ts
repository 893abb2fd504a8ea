import type { RotationStep } from "./rotation.ts";

/** What happens to certificates that Outlive keeps itself; each is told once, not at every look. */
export type SelfCertificateEvent =
  | { readonly event: "rotated"; readonly step: RotationStep }
  | { readonly event: "bundle-put"; readonly configuration: string }
  | { readonly event: "configuration-missing"; readonly configuration: string }
  | { readonly event: "leadership-acquired" }
  | { readonly event: "turn-lost" }
  /** Somebody else wrote first; what they wrote is read at the next look. */
  | { readonly event: "overtaken"; readonly what: string }
  | { readonly event: "failed"; readonly what: string; readonly error: unknown };

/** What did not work: asking whose turn it is, reading or writing the Secret and reading configurations, writing these. */
export type FailedWork = "turn" | "certificates" | "bundle";
