import type { Amount } from "#model/findings/finding.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { rules } from "#rules/index.ts";

/** How long new requests still come by the slowest way in. Taken from the rule, which names every path to a Pod without a sleep. */
export function longestPropagation(facts: WorkloadFacts, parameters: PolicyParameters): Amount | undefined {
  const asleepForNothing = { ...facts, timings: { ...facts.timings, preStop: undefined, preStopKnown: true } };
  return rules["prestop-covers-propagation"]
    .find(asleepForNothing, parameters)
    .flatMap(({ because }) => because.filter(({ name }) => name === "propagation"))
    .reduce<Amount | undefined>((most, amount) => (most === undefined || amount.value > most.value ? amount : most), undefined);
}
