import type { Amount } from "#model/findings/finding.ts";
import { plus, type Seconds } from "#model/findings/seconds.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { gracePath, preStopPath } from "#rules/breach.ts";

/** How long a Pod continues serving, or at most can. */
export interface ServedTime {
  /** Undefined where a container that serves does not wait at all. */
  readonly amount: Amount | undefined;
  readonly path: string;
  /** What the value at `path` has to be for a sleep of so many seconds. */
  readonly required: (sleep: Seconds) => Seconds;
  readonly details: Readonly<Record<string, string>>;
}

/** Its sleep; the grace period where its hook takes a time that is not known, because the kubelet ends no hook later. */
export function servedTime(facts: WorkloadFacts, { graceMargin }: Pick<PolicyParameters, "graceMargin">): ServedTime {
  const { preStop, preStopKnown, gracePeriod, shutdown } = facts.timings;
  if (preStopKnown) return { amount: preStop, path: preStopPath(facts), required: (sleep) => sleep, details: {} };
  return {
    amount: gracePeriod,
    path: gracePath(facts),
    required: (sleep) => plus(plus(sleep, shutdown.value), graceMargin),
    details: { hook: "unknown" },
  };
}
