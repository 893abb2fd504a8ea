import type { Finding, RuleId } from "#model/findings/finding.ts";
import { plus } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { DelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Policy } from "#model/settings/policy.ts";
import { kubernetesGracePeriod } from "#model/workloads/kubernetes-grace-period.ts";
import type { DelayFix, Remedy } from "#model/workloads/remedy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { isDelayUnset, isUnchosen, suggestedDelay } from "#rules/amounts/chosen-delay.ts";
import { nodeBudget } from "#rules/nodes/node-budget.ts";
import { type Solution, solve } from "./solve.ts";

/**
 * Delays first: those that nobody set, those that are shorter than a request, and those so long that no node waits for the sleep that
 * they require. Then the smallest sleep and grace period for these delays. The user's own values stay unless they are what is too long.
 */
export function remedyFor(facts: WorkloadFacts, policy: Policy): Remedy {
  const needed = withDelays(facts, [...unsetFixes(facts, policy), ...shortFixes(facts, policy)]);
  const within = withinLimits(needed, policy);
  const solution = within.solution;
  const raised = withDelays(within.facts, drainFixes(within.facts, solution, policy));
  return {
    routes: lastOfEach([...within.fixes, ...raised.fixes]),
    preStop: solution.preStop?.value,
    gracePeriod: solution.gracePeriod.value,
  };
}

interface Within extends Fixed {
  readonly solution: Solution;
}

/** Changes what somebody chose, their values first and then the delay, only where all of it then fits into ceiling and nodes. */
function withinLimits(needed: Fixed, policy: Policy): Within {
  const own = { ...needed, solution: solve(needed.facts, policy) };
  const bare = { ...needed, solution: solve(withoutOwn(needed.facts), policy) };
  const lowered = withDelays(needed.facts, lowerFixes(needed.facts, policy));
  const fixes = [...needed.fixes, ...lowered.fixes];
  const kept = { facts: lowered.facts, fixes, solution: solve(lowered.facts, policy) };
  const smallest = { facts: lowered.facts, fixes, solution: solve(withoutOwn(lowered.facts), policy) };
  const ways = [own, bare, kept, smallest];
  return (
    ways.find(({ solution, facts }) => !exceedsLimits(solution, facts, policy)) ??
    ways.find(({ solution }) => !exceedsCeiling(solution, policy)) ??
    own
  );
}

/** Orderings of the workload that sleep, grace period and delay decide. Findings about a route say themselves what to set there. */
const fixableByValues: ReadonlySet<string> = new Set([
  "fits-node-shutdown",
  "grace-outlives-prestop",
  "grace-within-deregistration",
  "prestop-covers-propagation",
  "prestop-covers-requests",
  "prestop-outlives-deregistration",
  "shutdown-fits-grace",
] satisfies readonly RuleId[]);

/** Targets that are nodes live as long as the nodes do, whatever a Pod or a route says. */
const isFixable = ({ rule, details }: Finding): boolean => fixableByValues.has(rule) && details["targets"] !== "nodes";

const routeRules: ReadonlySet<string> = new Set([
  "deregistration-delay-unset",
  "deregistration-outlives-request",
] satisfies readonly RuleId[]);

/** Undefined where every ordering holds that a value decides. */
export const remedyOf = (findings: readonly Finding[], facts: WorkloadFacts, policy: Policy): Remedy | undefined =>
  findings.some((finding) => isFixable(finding) || routeRules.has(finding.rule)) ? remedyFor(facts, policy) : undefined;

const continues = ({ timings }: WorkloadFacts): boolean => timings.preStop?.atLeast === true;

/** Each finding that values can fix names the same values. */
export function namingRemedy(
  findings: readonly Finding[],
  facts: WorkloadFacts,
  policy: Policy,
  remedy: Remedy | undefined = remedyOf(findings, facts, policy),
): readonly Finding[] {
  if (remedy === undefined) return findings;
  // What a hook does after its sleep takes time that no remedy here knows of.
  const allowed = nodeBudget(facts, policy.parameters)?.amount.value ?? Number.POSITIVE_INFINITY;
  const fits = remedy.gracePeriod <= allowed && facts.timings.preStopKnown && !continues(facts);
  return findings.map((finding) => (fixedByValues(finding, fits) ? { ...finding, remedy } : finding));
}

const fixedByValues = (finding: Finding, fitsNodes: boolean): boolean =>
  (isFixable(finding) && (finding.rule !== "fits-node-shutdown" || fitsNodes)) ||
  // A longer sleep covers a switch too; where a hook of its own takes its place, the Rollout's delay has to.
  (finding.rule === "switch-covers-propagation" && finding.details["hook"] === undefined);

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

const unsetFixes = ({ targetGroups, timings }: WorkloadFacts, { rules, parameters }: Policy): readonly DelayFix[] =>
  rules["deregistration-delay-unset"] === undefined
    ? []
    : targetGroups.filter(isDelayUnset).map(({ delaySetting }) => ({
        setting: delaySetting,
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
          delay: plus(gracePeriod.value, parameters.graceMargin),
        }));

const exceedsCeiling = ({ preStop, beyondCeiling }: Solution, { parameters }: Policy): boolean =>
  beyondCeiling !== undefined || (preStop?.value ?? 0) > parameters.ceiling;

const exceedsLimits = (solution: Solution, facts: WorkloadFacts, policy: Policy): boolean =>
  exceedsCeiling(solution, policy) ||
  (policy.rules["fits-node-shutdown"] !== undefined &&
    facts.targetGroups.length > 0 &&
    solution.gracePeriod.value > (nodeBudget(facts, policy.parameters)?.amount.value ?? Number.POSITIVE_INFINITY));

/** As if neither the manifest nor an annotation said anything: what is needed, whatever somebody chose. */
function withoutOwn(facts: WorkloadFacts): WorkloadFacts {
  const { longestPreStop: _longest, ...timings } = facts.timings;
  return {
    ...facts,
    timings: {
      ...timings,
      preStop: undefined,
      gracePeriod: { name: "gracePeriod", value: kubernetesGracePeriod, source: { from: "default" } },
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
