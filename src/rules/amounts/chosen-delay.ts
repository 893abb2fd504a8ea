import type { Amount } from "#model/findings/finding.ts";
import { plus, type Seconds, seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { delayToOutlive, ipTargetGroups } from "#rules/breach.ts";

type DelayParameters = Pick<PolicyParameters, "unsetDelay" | "suggestedDelay">;

/** Nobody chose the delay in effect: AWS uses its default, or nobody says what AWS uses. */
export const isUnchosen = ({ deregistrationDelay: { source } }: TargetGroup): boolean =>
  source.from === "default" || source.from === "assumed" || (source.from === "aws" && source.byDefault);

/** It is for the route to set one: AWS uses its default, and none is announced. */
export const isDelayUnset = ({ targetType, deregistrationDelay, nextDeregistrationDelay }: TargetGroup): boolean =>
  targetType === "ip" && deregistrationDelay.source.from === "default" && nextDeregistrationDelay === undefined;

export interface ChosenDelay {
  readonly targetGroup: TargetGroup;
  readonly delay: Amount;
}

/** The delays that size a sleep under this policy, of `ip` target groups. An announced delay is a choice like one in effect. */
export const chosenDelays = (facts: WorkloadFacts, { unsetDelay }: DelayParameters): readonly ChosenDelay[] =>
  ipTargetGroups(facts).flatMap((targetGroup) => {
    if (unsetDelay === "aws-default" || !isUnchosen(targetGroup)) return [{ targetGroup, delay: delayToOutlive(targetGroup) }];
    const next = targetGroup.nextDeregistrationDelay;
    return next === undefined ? [] : [{ targetGroup, delay: { name: "nextDeregistrationDelay", ...next } as const }];
  });

/** The delay to set where none is set: the smallest above the longest request, or the policy's suggestion where that is not known. */
export const suggestedDelay = (requestTimeout: Amount | undefined, { suggestedDelay: suggestion }: DelayParameters): Seconds =>
  requestTimeout === undefined ? suggestion : plus(requestTimeout.value, seconds(1));
