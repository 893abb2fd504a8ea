import type { Seconds } from "#model/findings/seconds.ts";

/** What a container does before it is sent SIGTERM. */
export type PreStop =
  | { readonly kind: "none" }
  /**
   * Waits first: the native `sleep` action (Kubernetes 1.30+), or a command run in the container, directly or by a shell.
   * With `followedBy` it does something else then, so that `seconds` is how long it takes at least.
   */
  | {
      readonly kind: "sleep";
      readonly form: "native" | "exec" | "shell";
      readonly seconds: Seconds;
      readonly followedBy?: string;
      readonly waiter?: string;
    }
  /** Does something else; how long it takes is not known. */
  | {
      readonly kind: "other";
      readonly handler: string;
      /** The project whose hook it is, where that is known to wait until connections are gone. */
      readonly waiter?: string;
    };
