import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { Remedy } from "#model/workloads/remedy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { namingRemedy } from "./remedy.ts";

/**
 * For reports, which are followed by hand. Setting a delay that nobody set makes the policy size the Pods for it, so where no other finding
 * says what they need then, the one about the delay does.
 */
export function namingWholeRemedy(
  findings: readonly Finding[],
  facts: WorkloadFacts,
  policy: Policy,
  remedy: Remedy | undefined,
): readonly Finding[] {
  const named = namingRemedy(findings, facts, policy, remedy);
  const { preStopKnown } = facts.timings;
  if (remedy === undefined || !preStopKnown || !changesPods(remedy, facts) || named.some((each) => each.remedy !== undefined))
    return named;
  return named.map((finding) =>
    finding.rule === "deregistration-delay-unset"
      ? { ...finding, remedy, details: { ...finding.details, workload: printRef(facts.workload.ref) } }
      : finding,
  );
}

const changesPods = ({ preStop, gracePeriod }: Remedy, { timings }: WorkloadFacts): boolean =>
  (preStop ?? 0) > (timings.preStop?.value ?? 0) || gracePeriod > timings.gracePeriod.value;
