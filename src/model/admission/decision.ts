import type { Finding } from "#model/findings/finding.ts";
import type { Mode } from "#model/settings/mode.ts";
import type { Plan } from "#model/workloads/plan.ts";

/** Why nothing was decided about a request. Codes are never reused; docs/messages.md lists them. */
export const skipReasons = [
  "kind-not-handled",
  "operation-not-handled",
  "being-deleted",
  "namespace-unknown",
  "namespace-not-in-scope",
  "namespace-excluded",
  "mode-off",
  "skipped-by-annotation",
  "mirror-pod",
  "not-long-running",
  "owned-by-controller",
  "not-selected-by-a-service",
  "traffic-shift",
] as const;

export type SkipReason = (typeof skipReasons)[number];

/** Taken the same way in every mode; what the client sees of it is decided by app/answer. */
export type Verdict =
  | { readonly kind: "skip"; readonly reason: SkipReason; readonly detail?: string; readonly findings: readonly Finding[] }
  | {
      readonly kind: "admit";
      readonly plan: Plan;
      /** What does not hold in the object as it was given. */
      readonly findings: readonly Finding[];
      /** What would still not hold with the plan carried out. */
      readonly remaining: readonly Finding[];
    }
  /** Refused for `because`; `findings` are all that was found. */
  | { readonly kind: "deny"; readonly because: readonly Finding[]; readonly findings: readonly Finding[] };

export interface Decision {
  readonly mode: Mode;
  readonly policy: string;
  readonly verdict: Verdict;
}
