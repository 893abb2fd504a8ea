/** Pods that run now, read and measured as those that are being created: by the same containers, annotations and timings. */

import type { Amount } from "#model/findings/finding.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { Timings } from "#model/workloads/workload-facts.ts";
import { workloadNamed } from "#workloads/owner.ts";
import { servingContainers, targetPorts } from "#workloads/serving-containers.ts";
import { countedContainers, timingsOf } from "#workloads/timings.ts";
import { decideLoaded } from "./admit-pod.ts";
import { collectFacts } from "./collect-facts.ts";
import { type DecisionContext, policyNamed } from "./context.ts";
import { type LoadedWorkload, loadWorkloadFacts, overridesOf } from "./load-workload-facts.ts";

/**
 * The Pods of one workload that run now, by the one that sleeps least: if it fails, its siblings need no check. Pods that nobody made,
 * and that are alike, are judged as those of one workload.
 */
export interface AffectedPods {
  readonly workload: ObjectRef;
  readonly weakest: RunningPod;
  /** How many Pods that nobody made are like this one. */
  readonly alike: number;
}

export function podsByWorkload(
  pods: readonly RunningPod[],
  services: readonly Service[],
  context: DecisionContext,
): readonly AffectedPods[] {
  const byWorkload = new Map<string, { weakest: RunningPod; sleep: number; pods: number }>();
  const shapeOf = shapes();
  const sleepOf = onceForEachShape((pod) => measuredSleep(pod, services, context), shapeOf);
  for (const pod of pods) {
    if (pod.meta.deleting) continue;
    const name = isBare(pod) ? shapeOf(pod) : printRef(pod.workload);
    const known = byWorkload.get(name);
    const sleep = sleepOf(pod);
    if (known === undefined) byWorkload.set(name, { weakest: pod, sleep, pods: 1 });
    else {
      known.pods += 1;
      if (sleep < known.sleep) Object.assign(known, { weakest: pod, sleep });
    }
  }
  return Array.from(byWorkload.values(), ({ weakest, pods: count }) => ({
    workload: weakest.workload,
    weakest,
    alike: isBare(weakest) ? count - 1 : 0,
  }));
}

const isBare = ({ workload }: RunningPod): boolean => workload.kind === "Pod";

/** The same text for Pods that differ in nothing that is judged. Those that share parts, as in the cache, take little time each. */
function shapes(): (pod: RunningPod) => string {
  const known = new Map<object, string>();
  const textOf = (part: object): string => {
    const text = known.get(part) ?? JSON.stringify(part);
    known.set(part, text);
    return text;
  };
  return (pod) => {
    const of = isBare(pod) ? (pod.workload.namespace ?? "") : printRef(pod.workload);
    return [of, textOf(pod.meta.labels), textOf(pod.annotations), textOf(pod.podSpec)].join("\n");
  };
}

/** Pods of one ReplicaSet differ in nothing that is measured. */
function onceForEachShape<T>(measure: (pod: RunningPod) => T, shapeOf = shapes()): (pod: RunningPod) => T {
  const known = new Map<string, T>();
  return (pod) => {
    const shape = shapeOf(pod);
    const measured = known.get(shape) ?? measure(pod);
    known.set(shape, measured);
    return measured;
  };
}

/** A Pod none of whose hooks can be measured is evaluated by none of them, and stands back behind those that can be. */
function measuredSleep(pod: RunningPod, services: readonly Service[], context: DecisionContext): number {
  const { workload, owner } = asWorkload(pod, context);
  const overrides = overridesOf(workload, owner, context);
  const { parameters } = policyNamed(context, overrides.policy ?? context.settings.defaultPolicy);
  const counted = countedContainers(workload.podSpec, overrides);
  const serving = servingContainers(workload.podSpec, counted, targetPorts(services, []));
  const timings = timingsOf(workload, { counted, serving }, unasked(overrides), parameters);
  return timings.preStopKnown ? (timings.preStop?.value ?? 0) : Number.POSITIVE_INFINITY;
}

/** What the rules look at of Pods that run: their own timings, and the routes in front as the view has them. */
export function loadRunningPod(pod: RunningPod, namespacePolicy: string, context: DecisionContext): LoadedWorkload {
  const { workload, owner } = asWorkload(pod, context);
  const loaded = loadWorkloadFacts(workload, namespacePolicy, context, owner);
  // An annotation that requires a sleep is no sleep yet.
  const { facts } = collectFacts(workload, unasked(loaded.overrides), loaded.policy.parameters, context);
  return { ...loaded, facts: { ...facts, gates: [], timings: ofRunningPods(facts.timings, pod.workload) } };
}

const unasked = (overrides: LoadedWorkload["overrides"]): LoadedWorkload["overrides"] => ({
  ...overrides,
  preStop: undefined,
  gracePeriod: undefined,
});

function ofRunningPods(timings: Timings, workload: ObjectRef): Timings {
  const running = (amount: Amount, field: string): Amount => ({
    ...amount,
    source: fromObject(workload, `running Pods' ${field}`),
  });
  return {
    ...timings,
    preStop: timings.preStop && running(timings.preStop, "preStop sleep"),
    ...(timings.longestPreStop === undefined ? {} : { longestPreStop: running(timings.longestPreStop, "preStop sleep") }),
    gracePeriod: running(timings.gracePeriod, "terminationGracePeriodSeconds"),
  };
}

/** Says of each Pod whether it would be given a longer sleep or grace period if it were created now. */
export const outdatedIn = (namespacePolicy: string, context: DecisionContext): ((pod: RunningPod) => boolean) =>
  onceForEachShape((pod) => {
    const { workload, owner } = asWorkload(pod, context);
    const loaded = loadWorkloadFacts(workload, namespacePolicy, context, owner);
    const { verdict } = decideLoaded(loaded, [], context.settings);
    if (verdict.kind !== "admit") return false;
    const { serving } = loaded.facts;
    return verdict.plan.some(
      (step) => step.set === "grace-period" || (step.set === "pre-stop" && serving.includes(step.container)),
    );
  });

interface AsWorkload {
  /** The Pod under the name of its workload, which is what people can restart. */
  readonly workload: Workload;
  readonly owner: Workload | undefined;
}

function asWorkload({ workload: ref, meta, annotations, podSpec }: RunningPod, { view }: DecisionContext): AsWorkload {
  const owner = workloadNamed(ref.kind, ref.namespace ?? "", ref.name, view);
  return {
    owner,
    workload: {
      ref,
      podLabels: meta.labels,
      podAnnotations: annotations,
      annotations: {},
      labels: {},
      podSpec,
      podPath: owner?.podPath ?? [],
      controller: undefined,
      rollout: owner?.rollout,
    },
  };
}
