import { annotationsFit } from "#injection/annotation-limit.ts";
import { printRecord } from "#injection/injection-record.ts";
import { trustedRecord } from "#injection/trusted-record.ts";
import { printWhy } from "#injection/why.ts";
import { keys } from "#model/settings/keys.ts";
import type { Settings } from "#model/settings/settings.ts";
import { kubernetesGracePeriod } from "#model/workloads/kubernetes-grace-period.ts";
import type { Plan, Step } from "#model/workloads/plan.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Solution } from "./solve.ts";

type PlanSettings = Pick<Settings, "sleepAction" | "injectReadinessGates">;

/** The steps that bring a Pod or a Pod template to the solution; none where it is there already. */
export function planFor(facts: WorkloadFacts, solution: Solution, settings: PlanSettings): Plan {
  const steps = [...sleeps(facts, solution, settings), ...grace(facts, solution), ...gates(facts, solution, settings)];
  const sized = steps.some((step) => step.set !== "readiness-gate");
  return sized ? [...steps, ...recordOf(facts, steps, solution)] : steps;
}

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

/** What a template's record says stays true for the Pod, as far as the Pod has it. */
function recordOf({ workload }: WorkloadFacts, steps: readonly Step[], { preStop, gracePeriod }: Solution): readonly Step[] {
  const earlier = trustedRecord(workload);
  const sleeping = steps.flatMap((step) => (step.set === "pre-stop" ? [[step.containerName, step.seconds] as const] : []));
  const raised = steps.find((step) => step.set === "grace-period");
  const injected = printRecord({
    preStop: new Map([...earlier.preStop, ...sleeping]),
    gracePeriod:
      raised === undefined ? earlier.gracePeriod : { value: raised.seconds, was: earlier.gracePeriod?.was ?? raised.from },
  });
  const set = sleeping.length > 0 && preStop !== undefined ? preStop : gracePeriod;
  const why = printWhy(set, set.because);
  const fits = (added: Readonly<Record<string, string>>): boolean => annotationsFit(workload.podAnnotations, added);
  if (fits({ [keys.injected]: injected, [keys.why]: why })) return [{ set: "record", injected, why }];
  // Without a record the values are later taken for somebody else's; without the values requests are lost.
  return fits({ [keys.injected]: injected }) ? [{ set: "record", injected, why: undefined }] : [];
}
