import type { Amount, Breach, RuleId } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

interface Compared {
  readonly rule: RuleId;
  readonly path: string;
  readonly actual: Seconds | undefined;
  readonly required: Seconds | undefined;
  readonly because: readonly (Amount | undefined)[];
  readonly targetGroup?: TargetGroup;
  readonly subject?: ObjectRef;
  readonly details?: Readonly<Record<string, string>>;
}

export const breach = (facts: WorkloadFacts, compared: Compared): Breach => ({
  rule: compared.rule,
  subject: compared.subject ?? facts.workload.ref,
  path: compared.path,
  actual: compared.actual,
  required: compared.required,
  because: compared.because.filter((amount) => amount !== undefined),
  details: { ...(compared.targetGroup === undefined ? {} : targetGroupDetails(compared.targetGroup)), ...compared.details },
});

const targetGroupDetails = (group: TargetGroup): Readonly<Record<string, string>> => ({
  origin: printRef(group.origin),
  service: `${group.service}:${group.port}`,
  loadBalancer: group.loadBalancer,
});

/** Dotted path of a field of the Pod spec in the workload: `spec.template.spec.terminationGracePeriodSeconds`. */
export const podField = (facts: WorkloadFacts, field: string): string => [...facts.workload.podPath, "spec", field].join(".");

/** Where the first container without enough sleep has, or would have, its hook. */
export function preStopPath(facts: WorkloadFacts): string {
  const length = (index: number): number => {
    const hook = facts.workload.podSpec.containers[index]?.preStop;
    return hook?.kind === "sleep" ? hook.seconds : hook?.kind === "none" ? 0 : Number.POSITIVE_INFINITY;
  };
  const [shortest] = facts.serving.toSorted((a, b) => length(a) - length(b));
  return podField(facts, `containers[${shortest ?? 0}].lifecycle.preStop`);
}

export const gracePath = (facts: WorkloadFacts): string => podField(facts, "terminationGracePeriodSeconds");

/** The target groups in which the Pod itself is registered, so that deleting it deregisters it. */
export const ipTargetGroups = (facts: WorkloadFacts): readonly TargetGroup[] =>
  facts.targetGroups.filter((group) => group.targetType === "ip");

export const delayOf = (group: TargetGroup): Amount => ({ name: "deregistrationDelay", ...group.deregistrationDelay });

/** The delay that Pods must be sized for: the larger of the current and the next one. */
export function delayToOutlive(group: TargetGroup): Amount {
  const next = group.nextDeregistrationDelay;
  return next !== undefined && next.value > group.deregistrationDelay.value
    ? { name: "nextDeregistrationDelay", ...next }
    : delayOf(group);
}
