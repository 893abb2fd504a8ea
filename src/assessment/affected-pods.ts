import type { Finding } from "#model/findings/finding.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Affected } from "#policy/decide-route.ts";
import { workloadNamed } from "#workloads/owner.ts";
import type { DecisionContext } from "./context.ts";
import { loadWorkloadFacts } from "./load-workload-facts.ts";
import { withRetainedAttributes } from "./with-retained-attributes.ts";

/** The Pods of one workload that run now, by the one that sleeps least: what it cannot stand, its siblings need not be asked. */
export interface AffectedPods {
  readonly workload: ObjectRef;
  readonly weakest: RunningPod;
}

export function podsByWorkload(pods: readonly RunningPod[]): readonly AffectedPods[] {
  const byWorkload = new Map<string, AffectedPods>();
  for (const pod of pods) {
    if (pod.meta.deleting) continue;
    const name = printRef(pod.workload);
    const known = byWorkload.get(name);
    if (known === undefined || sleepOf(pod) < sleepOf(known.weakest))
      byWorkload.set(name, { workload: pod.workload, weakest: pod });
  }
  return [...byWorkload.values()];
}

const sleepOf = ({ preStopSleep }: RunningPod): number => preStopSleep ?? 0;

export interface JudgedChange {
  readonly affected: Affected;
  /** About attributes that were taken away. */
  readonly findings: readonly Finding[];
}

/** The same Pods with the route as it was and as it would be. */
export function judgedChange(
  pods: AffectedPods,
  namespacePolicy: string,
  then: DecisionContext,
  now: DecisionContext,
): JudgedChange {
  const before = runningSituation(pods, namespacePolicy, then);
  const after = runningSituation(pods, namespacePolicy, now);
  const retained = withRetainedAttributes(before.facts, after.facts);
  return {
    affected: {
      before: before.facts.targetGroups.length === 0 ? undefined : before.facts,
      after: retained.after,
      policy: after.policy,
    },
    findings: retained.findings,
  };
}

/** What the rules look at of Pods that run: their own timings, and the routes in front as the view has them. */
export function runningSituation(
  { workload, weakest }: AffectedPods,
  namespacePolicy: string,
  context: DecisionContext,
): { readonly facts: WorkloadFacts; readonly policy: Affected["policy"] } {
  const { facts, policy } = loadWorkloadFacts(asWorkload(workload, weakest, context), namespacePolicy, context);
  const running = (field: string) => fromObject(workload, field);
  return {
    policy,
    facts: {
      ...facts,
      gates: [],
      timings: {
        ...facts.timings,
        preStop:
          weakest.preStopSleep === undefined
            ? undefined
            : { name: "preStop", value: weakest.preStopSleep, source: running("running Pods' preStop sleep") },
        gracePeriod: {
          name: "gracePeriod",
          value: weakest.gracePeriod,
          source: running("running Pods' terminationGracePeriodSeconds"),
        },
      },
    },
  };
}

/** The workload as the cluster holds it, with the labels that its Pod carries now; a bare Pod stands for itself. */
function asWorkload(ref: ObjectRef, pod: RunningPod, { view }: DecisionContext): Workload {
  const found = workloadNamed(ref.kind, ref.namespace ?? "", ref.name, view);
  if (found !== undefined) return { ...found, podLabels: pod.meta.labels };
  return {
    ref,
    podLabels: pod.meta.labels,
    podAnnotations: {},
    annotations: {},
    labels: {},
    podSpec: {
      containers: [],
      gracePeriod: pod.gracePeriod,
      readinessGates: pod.readinessGates,
      restartPolicy: "Always",
      windows: false,
      hostNetwork: false,
    },
    podPath: [],
    controller: undefined,
    rollout: undefined,
  };
}
