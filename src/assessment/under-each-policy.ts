import type { Policy } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { solve } from "#policy/solve.ts";

/** The timings that one policy wants for a workload, in seconds. */
export interface PolicyOutcome {
  readonly policy: string;
  readonly preStopSeconds: number;
  readonly graceSeconds: number;
  /** The shortest deregistration delay in front of the workload; undefined without a target group. */
  readonly delaySeconds: number | undefined;
}

/** What each policy makes of the same workload. */
export const underEachPolicy = (facts: WorkloadFacts, policies: readonly Policy[]): readonly PolicyOutcome[] =>
  policies.map((policy) => {
    const { preStop, gracePeriod } = solve(facts, policy);
    const delays = facts.targetGroups.map(({ deregistrationDelay }) => deregistrationDelay.value);
    return {
      policy: policy.name,
      preStopSeconds: preStop?.value ?? 0,
      graceSeconds: gracePeriod.value,
      delaySeconds: delays.length === 0 ? undefined : Math.min(...delays),
    };
  });
