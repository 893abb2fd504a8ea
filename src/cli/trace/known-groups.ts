import { collectFacts } from "#assessment/collect-facts.ts";
import { type DecisionContext, decisionContext, type GivenContext } from "#assessment/context.ts";
import { loadWorkloadFacts } from "#assessment/load-workload-facts.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { underEachPolicy } from "#assessment/under-each-policy.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Policy, PolicyParameters } from "#model/settings/policy.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { defaultGroupFacts, type GroupFacts } from "#trace/attribution/group-facts.ts";
import { groupNameOf } from "#trace/logs/group-log.ts";
import { assumedPolicies } from "#trace/measures/assumed-policies.ts";
import type { PolicyTimes } from "#trace/measures/savings.ts";
import type { TraceArguments } from "./trace-arguments.ts";

/** What is known about a target group of the log besides the log. */
export interface KnownGroup {
  readonly facts: GroupFacts;
  readonly policies: readonly PolicyTimes[];
}

/** By flags alone. */
export const assumedGroup = (
  given: TraceArguments,
  policies: readonly Policy[],
  { propagation }: PolicyParameters,
): KnownGroup => ({
  facts: withFlags({ ...defaultGroupFacts, propagationMs: propagation.albIp.chosen * 1000 }, given),
  policies: assumedPolicies(policies, given.deregistrationDelay),
});

/** By the name of the target group, from the workloads that manifests or a cluster show behind it. */
export function knownGroups(
  workloads: readonly Workload[],
  source: GivenContext,
  given: TraceArguments,
): ReadonlyMap<string, KnownGroup> {
  const context = decisionContext(source);
  const known = new Map<string, KnownGroup>();
  for (const workload of workloads) {
    const namespace = workload.ref.namespace ?? "";
    const loaded = loadWorkloadFacts(workload, namespaceTreatment(namespace, context).policy, context);
    const unset = { ...loaded.overrides, preStop: undefined, gracePeriod: undefined };
    const { facts } = collectFacts(workload, unset, loaded.policy.parameters, context);
    for (const group of facts.targetGroups) {
      const name = nameInAws(group, context);
      if (name === undefined || known.has(name)) continue;
      known.set(name, {
        facts: withFlags(factsOf(facts, group, loaded.policy.parameters), given),
        policies: underEachPolicy(facts, context.settings.policies),
      });
    }
  }
  return known;
}

/** A log names the target group, and a TargetGroupBinding that somebody wrote may have another name than its group. */
function nameInAws({ binding, bindingGroup, namespace }: TargetGroup, { view }: DecisionContext): string | undefined {
  if (binding === undefined) return undefined;
  const kind = bindingGroup === "eks.amazonaws.com" ? "EksTargetGroupBinding" : "TargetGroupBinding";
  const bound = view.get(kind, namespace, binding);
  return bound?.targetGroupName ?? (bound?.targetGroupArn === undefined ? binding : groupNameOf(bound.targetGroupArn));
}

function factsOf({ timings }: WorkloadFacts, group: TargetGroup, { propagation }: PolicyParameters): GroupFacts {
  const ms = (amount: { readonly value: number } | undefined): number | undefined =>
    amount === undefined ? undefined : amount.value * 1000;
  return {
    idleTimeoutMs: ms(group.idleTimeout) ?? defaultGroupFacts.idleTimeoutMs,
    idleTimeoutFrom: group.idleTimeout === undefined || group.idleTimeout.source.from === "default" ? "default" : "stated",
    delayMs: ms(group.deregistrationDelay),
    keepAliveMs: ms(timings.keepAlive),
    shutdownMs: timings.shutdown.value * 1000,
    propagationMs: (group.targetType === "instance" ? propagation.instance : propagation.albIp).chosen * 1000,
    preStopMs: timings.preStopKnown ? (ms(timings.preStop) ?? 0) : undefined,
    graceMs: timings.gracePeriod.value * 1000,
    instanceTargets: group.targetType === "instance",
    tlsTargets: group.healthCheck?.protocol === "HTTPS",
  };
}

/** A flag says more than a manifest: it was typed for this log. */
const withFlags = (facts: GroupFacts, { deregistrationDelay, idleTimeout, keepAlive }: TraceArguments): GroupFacts => ({
  ...facts,
  ...(deregistrationDelay === undefined ? {} : { delayMs: deregistrationDelay * 1000 }),
  ...(keepAlive === undefined ? {} : { keepAliveMs: keepAlive * 1000 }),
  ...(idleTimeout === undefined ? {} : { idleTimeoutMs: idleTimeout * 1000, idleTimeoutFrom: "stated" as const }),
});
