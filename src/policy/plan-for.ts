import { printSource } from "#model/findings/sourced.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { Plan, Step } from "#model/workloads/plan.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Solution } from "./solve.ts";

type PlanSettings = Pick<Settings, "sleepAction" | "injectReadinessGates">;

/** The steps that bring a Pod or a Pod template to the solution; none where it is there already. */
export function planFor(facts: WorkloadFacts, solution: Solution, settings: PlanSettings): Plan {
  const steps = [...sleeps(facts, solution, settings), ...grace(facts, solution), ...gates(facts, solution, settings)];
  const sized = steps.some((step) => step.set !== "readiness-gate");
  return sized ? [...steps, { set: "record", text: recordOf(facts, steps, solution) }] : steps;
}

/** The API server fills in 30 before a webhook sees the object (Kubernetes 1.36); a manifest file may leave it out. */
const kubernetesGracePeriod = 30;

function sleeps(
  { workload, counted, nativeSleep }: WorkloadFacts,
  { preStop }: Solution,
  { sleepAction }: PlanSettings,
): readonly Step[] {
  if (preStop === undefined || preStop.value === 0) return [];
  const byVersion = nativeSleep ? "native" : "exec";
  // Windows has no sleep program to run (Kubernetes 1.36).
  const form = workload.podSpec.windows ? "native" : sleepAction === "auto" ? byVersion : sleepAction;
  return counted.flatMap((index) => {
    const container = workload.podSpec.containers[index];
    const hook = container?.preStop;
    const needed = hook?.kind === "none" || (hook?.kind === "sleep" && hook.seconds < preStop.value);
    return container !== undefined && needed
      ? [{ set: "pre-stop", container: index, containerName: container.name, seconds: preStop.value, form } as const]
      : [];
  });
}

function grace({ workload }: WorkloadFacts, { gracePeriod }: Solution): readonly Step[] {
  const now = workload.podSpec.gracePeriod;
  return gracePeriod.value > (now ?? kubernetesGracePeriod)
    ? [{ set: "grace-period", seconds: gracePeriod.value, from: now }]
    : [];
}

/** Gates belong on Pods only: their names change with the route, and a template that names an old one never becomes ready. */
const gates = ({ workload }: WorkloadFacts, solution: Solution, settings: PlanSettings): readonly Step[] =>
  settings.injectReadinessGates && workload.podPath.length === 0
    ? solution.gates.map((gate) => ({ set: "readiness-gate", gate }) as const)
    : [];

/**
 * The one annotation that says what was set and why. A pure function of the steps, because it is part of a template's hash:
 * no time, no version of ours. What a template's record says stays true for the Pod, and is kept.
 */
function recordOf(facts: WorkloadFacts, steps: readonly Step[], { preStop, gracePeriod }: Solution): string {
  const earlier = readRecord(facts.workload.podAnnotations[keys.injected]);
  const sleeping = steps.flatMap((step) => (step.set === "pre-stop" ? [[step.containerName, step.seconds] as const] : []));
  const raised = steps.find((step) => step.set === "grace-period");
  return JSON.stringify({
    ...earlier,
    ...(sleeping.length === 0 ? {} : { preStop: { ...earlier.preStop, ...Object.fromEntries(sleeping) } }),
    ...(raised === undefined ? {} : { gracePeriod: raised.seconds, was: earlier.was ?? raised.from }),
    because: printSource((preStop ?? gracePeriod).source),
  });
}

interface InjectionRecord {
  readonly preStop?: Readonly<Record<string, number>>;
  readonly gracePeriod?: number;
  /** The grace period before it was raised for the first time. */
  readonly was?: number;
}

/** Written by us or by nobody; whatever else stands there is written over. */
function readRecord(text: string | undefined): InjectionRecord {
  try {
    const read: unknown = JSON.parse(text ?? "{}");
    return isJsonObject(read) ? (read as InjectionRecord) : {};
  } catch {
    return {};
  }
}
