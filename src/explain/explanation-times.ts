import { type Seconds, shortest } from "#model/findings/seconds.ts";
import type { PodTimes } from "#model/reports/explanation.ts";
import type { Plan } from "#model/workloads/plan.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** What the Pod has once a plan is carried out, by the measure of what it has now: the shortest sleep over the containers that count. */
export function timesAfter({ workload, counted, timings }: WorkloadFacts, plan: Plan): PodTimes {
  const sleeps = counted.flatMap((index) => {
    const own = workload.podSpec.containers[index]?.preStop;
    const planned = plan.flatMap((step) => (step.set === "pre-stop" && step.container === index ? [step.seconds] : []))[0];
    if (planned !== undefined) return [planned];
    return own === undefined || own.kind === "other" ? [] : [own.kind === "sleep" ? own.seconds : undefined];
  });
  const grace = plan.flatMap((step) => (step.set === "grace-period" ? [step.seconds] : []))[0];
  return { preStop: shortestOf(sleeps), gracePeriod: grace ?? timings.gracePeriod.value };
}

function shortestOf(sleeps: readonly (Seconds | undefined)[]): Seconds | undefined {
  const known = sleeps.filter((sleep) => sleep !== undefined);
  const [first, ...rest] = known;
  return first === undefined || known.length < sleeps.length ? undefined : shortest(first, ...rest);
}
