import type { PodTimes } from "#model/reports/explanation.ts";
import type { Plan } from "#model/workloads/plan.ts";
import type { PreStop } from "#model/workloads/pre-stop.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** What the Pod has once a plan is carried out, by the measure of what it has now: the shortest sleep over the containers that serve. */
export function timesAfter({ workload, serving, timings }: WorkloadFacts, plan: Plan): PodTimes {
  const hooks = serving.flatMap((index): readonly PreStop[] => {
    const own = workload.podSpec.containers[index]?.preStop;
    const [planned] = plan.flatMap((step) => (step.set === "pre-stop" && step.container === index ? [step] : []));
    if (planned === undefined || own === undefined) return own === undefined ? [] : [own];
    return own.kind === "sleep"
      ? [{ ...own, seconds: planned.seconds }]
      : [{ kind: "sleep", form: planned.form, seconds: planned.seconds }];
  });
  const [grace] = plan.flatMap((step) => (step.set === "grace-period" ? [step.seconds] : []));
  return { ...shortestOf(hooks), gracePeriod: grace ?? timings.gracePeriod.value };
}

function shortestOf(hooks: readonly PreStop[]): Pick<PodTimes, "preStop" | "extent"> {
  const waiting = hooks.filter(({ kind }) => kind !== "other");
  if (waiting.length === 0) return hooks.length === 0 ? { preStop: undefined } : { preStop: undefined, extent: "unknown" };
  const sleeps = waiting.flatMap((hook) => (hook.kind === "sleep" ? [hook] : []));
  const [first, ...rest] = sleeps;
  if (first === undefined || sleeps.length < waiting.length) return { preStop: undefined };
  const shortest = rest.reduce((least, each) => (each.seconds < least.seconds ? each : least), first);
  return { preStop: shortest.seconds, ...(shortest.followedBy === undefined ? {} : { extent: "at-least" }) };
}
