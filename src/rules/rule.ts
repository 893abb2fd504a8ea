import type { Amount, Breach, RuleId } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** What would fix a breach on the Pod itself: a smallest value, or a gate. */
export type Remedy =
  | { readonly set: "preStop" | "gracePeriod"; readonly atLeast: Seconds; readonly because: readonly Amount[] }
  | { readonly set: "readinessGate"; readonly gate: string };

/** One ordering. `find` says where it does not hold, `remedy` what on the Pod would make it hold; the text is in report/. */
export interface Rule {
  readonly id: RuleId;
  /** The ordering in the symbols of docs/timing.md, or in a few words. */
  readonly holds: string;
  readonly find: (facts: WorkloadFacts, parameters: PolicyParameters) => readonly Breach[];
  /** Empty where only the route or the application can fix it. */
  readonly remedy: (facts: WorkloadFacts, parameters: PolicyParameters) => readonly Remedy[];
}

export const noPodRemedy = (): readonly Remedy[] => [];
