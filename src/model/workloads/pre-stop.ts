import type { Seconds } from "#model/findings/seconds.ts";

/** What a container does before it is sent SIGTERM. */
export type PreStop =
  | { readonly kind: "none" }
  /** Nothing but waiting: the native `sleep` action (Kubernetes 1.30+), or `sleep N` run in the container, directly or by a shell. */
  | { readonly kind: "sleep"; readonly form: "native" | "exec" | "shell"; readonly seconds: Seconds }
  /** Does something else; how long it takes is not known. */
  | { readonly kind: "other"; readonly handler: string };
