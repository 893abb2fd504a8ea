import type { Seconds } from "#model/findings/seconds.ts";
import type { IgnoredRule } from "./ignored-rule.ts";
import type { Mode } from "./mode.ts";
import type { Policy } from "./policy.ts";

/** How a Pod is treated that a Service selects and for which no route is known. */
export type Unrouted = "none" | "floor" | "assume";

/** The resolved configuration: every default is filled in. Its file form is wire/settings-schema. */
export interface Settings {
  /** `opt-in`: namespaces that carry the mode label. `cluster`: all but the excluded ones. */
  readonly scope: "opt-in" | "cluster";
  /** For namespaces in scope whose label names no mode. */
  readonly defaultMode: Mode;
  readonly defaultPolicy: string;
  readonly excludedNamespaces: readonly string[];
  readonly policies: readonly Policy[];
  /** Findings that are not reported. */
  readonly ignore: readonly IgnoredRule[];
  readonly unrouted: Unrouted;
  /** Taken by `unrouted: assume` for Services without a known route. */
  readonly assumedDelay: Seconds;
  /** `native` needs API server and kubelets from 1.30 on; `exec` needs a `sleep` program in the image; `auto` looks at the versions. */
  readonly sleepAction: "auto" | "native" | "exec";
  readonly injectReadinessGates: boolean;
  readonly patchTemplates: boolean;
  /** What a request is answered while facts are missing or after an error of ours, per door. */
  readonly failure: { readonly pods: "open" | "closed"; readonly routes: "open" | "closed" };
}
