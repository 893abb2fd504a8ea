import { plus, seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { DelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { DelayFix, Remedy } from "#model/workloads/remedy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { isUnchosen, suggestedDelay } from "#rules/amounts/chosen-delay.ts";
import { type Solution, solve } from "./solve.ts";

/**
 * Delays first: those that nobody set, those that are shorter than a request, and those so long that no node waits for the sleep that
 * they ask for. Then the smallest sleep and grace period for these delays. The user's own values stay unless they are what is too long.
 */
export function remedyFor(facts: WorkloadFacts, policy: Policy): Remedy {
  const needed = withDelays(facts, [...unsetFixes(facts, policy), ...shortFixes(facts, policy)]);
  const lowered = exceedsLimits(solve(withoutOwn(needed.facts), policy), needed.facts, policy)
    ? withDelays(needed.facts, lowerFixes(needed.facts, policy))
    : { facts: needed.facts, fixes: [] };
  const own = solve(lowered.facts, policy);
  const solution = exceedsLimits(own, lowered.facts, policy) ? solve(withoutOwn(lowered.facts), policy) : own;
  const raised = withDelays(lowered.facts, drainFixes(lowered.facts, solution, policy));
  return {
    routes: lastOfEach([...needed.fixes, ...lowered.fixes, ...raised.fixes]),
    preStop: solution.preStop?.value,
    gracePeriod: solution.gracePeriod.value,
  };
}

/** The facts as they would be with the remedy carried out. */
export function withRemedy(facts: WorkloadFacts, { routes, preStop, gracePeriod }: Remedy): WorkloadFacts {
  const after = withDelays(facts, routes).facts;
  const source = { from: "setting", name: "remedy" } as const;
  const { longestPreStop: _longest, ...timings } = after.timings;
  return {
    ...after,
    timings: {
      ...timings,
      preStop: preStop === undefined ? undefined : { name: "preStop", value: preStop, source },
      gracePeriod: { name: "gracePeriod", value: gracePeriod, source },
    },
  };
}

/** The API server fills it in (Kubernetes 1.36). */
const kubernetesDefault = seconds(30);

const unsetFixes = ({ targetGroups, timings }: WorkloadFacts, { rules, parameters }: Policy): readonly DelayFix[] =>
  rules["deregistration-delay-unset"] === undefined
    ? []
    : targetGroups
        .filter(({ targetType, deregistrationDelay }) => targetType === "ip" && deregistrationDelay.source.from === "default")
        .map(({ delaySetting }) => ({
          setting: delaySetting,
          unset: true,
          delay: suggestedDelay(timings.requestTimeout, parameters),
        }));

/** A delay that cuts the longest request. */
function shortFixes({ targetGroups, timings }: WorkloadFacts, { rules, parameters }: Policy): readonly DelayFix[] {
  const { requestTimeout } = timings;
  if (rules["deregistration-outlives-request"] === undefined || requestTimeout === undefined) return [];
  return targetGroups
    .filter((group) => group.targetType === "ip" && group.deregistrationDelay.value <= requestTimeout.value)
    .map((group) => ({
      setting: group.delaySetting,
      unset: isUnchosen(group),
      delay: suggestedDelay(requestTimeout, parameters),
    }));
}

/** Only a policy whose sleep follows the delay gains by a shorter one. */
const lowerFixes = ({ targetGroups, timings }: WorkloadFacts, { rules, parameters }: Policy): readonly DelayFix[] =>
  rules["prestop-outlives-deregistration"] === undefined
    ? []
    : targetGroups
        .filter(
          (group) =>
            group.targetType === "ip" &&
            !(parameters.unsetDelay === "propagation" && isUnchosen(group)) &&
            group.deregistrationDelay.value > suggestedDelay(timings.requestTimeout, parameters),
        )
        .map(({ delaySetting }) => ({
          setting: delaySetting,
          unset: false,
          delay: suggestedDelay(timings.requestTimeout, parameters),
        }));

/** A target group that drains for no longer than the Pod may live, under a policy that counts on its draining. */
const drainFixes = (
  { targetGroups }: WorkloadFacts,
  { gracePeriod }: Solution,
  { rules, parameters }: Policy,
): readonly DelayFix[] =>
  rules["grace-within-deregistration"] === undefined
    ? []
    : targetGroups
        .filter((group) => group.targetType === "ip" && group.deregistrationDelay.value <= gracePeriod.value)
        .map((group) => ({
          setting: group.delaySetting,
          unset: isUnchosen(group),
          delay: plus(gracePeriod.value, parameters.graceMargin),
        }));

function exceedsLimits(
  { preStop, gracePeriod, beyondCeiling }: Solution,
  { targetGroups }: WorkloadFacts,
  { rules, parameters }: Policy,
): boolean {
  if (beyondCeiling !== undefined || (preStop?.value ?? 0) > parameters.ceiling) return true;
  return rules["fits-node-shutdown"] !== undefined && targetGroups.length > 0 && gracePeriod.value > parameters.nodeShutdown;
}

/** As if neither the manifest nor an annotation said anything: what is needed, whatever somebody chose. */
function withoutOwn(facts: WorkloadFacts): WorkloadFacts {
  const { longestPreStop: _longest, ...timings } = facts.timings;
  return {
    ...facts,
    timings: {
      ...timings,
      preStop: undefined,
      gracePeriod: { name: "gracePeriod", value: kubernetesDefault, source: { from: "default" } },
    },
  };
}

interface Fixed {
  readonly facts: WorkloadFacts;
  readonly fixes: readonly DelayFix[];
}

const withDelays = (facts: WorkloadFacts, fixes: readonly DelayFix[]): Fixed => ({
  facts: { ...facts, targetGroups: facts.targetGroups.map((group) => withDelay(group, fixes)) },
  fixes,
});

function withDelay(group: TargetGroup, fixes: readonly DelayFix[]): TargetGroup {
  const fix = fixes.findLast(({ setting }) => sameSetting(setting, group.delaySetting));
  if (fix === undefined) return group;
  const { object, field } = fix.setting;
  return { ...group, deregistrationDelay: { value: fix.delay, source: fromObject(object, field) } };
}

const sameSetting = (a: DelaySetting, b: DelaySetting): boolean => a.field === b.field && sameObject(a.object, b.object);

const lastOfEach = (fixes: readonly DelayFix[]): readonly DelayFix[] =>
  fixes.filter((fix, index) => !fixes.some((other, later) => later > index && sameSetting(fix.setting, other.setting)));
