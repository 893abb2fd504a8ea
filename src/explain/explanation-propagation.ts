import type { Amount } from "#model/findings/finding.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { Situation } from "#model/workloads/situation.ts";
import { rules } from "#rules/index.ts";

/** How long new requests still come by the slowest way in. Asked of the rule, which names every way to a Pod that does not wait at all. */
export function longestPropagation(situation: Situation, parameters: PolicyParameters): Amount | undefined {
  const asleepForNothing = { ...situation, timings: { ...situation.timings, preStop: undefined, preStopKnown: true } };
  return rules["prestop-covers-propagation"]
    .find(asleepForNothing, parameters)
    .flatMap(({ because }) => because.filter(({ name }) => name === "propagation"))
    .reduce<Amount | undefined>((most, amount) => (most === undefined || amount.value > most.value ? amount : most), undefined);
}
