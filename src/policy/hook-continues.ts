import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Timings, WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** Hooks that do something after their sleep share what is left of the grace period with the application's own shutdown. */
export function hookContinues(
  { workload, serving }: WorkloadFacts,
  { preStop, gracePeriod }: Pick<Timings, "preStop" | "gracePeriod">,
): readonly Finding[] {
  return serving.flatMap((index): readonly Finding[] => {
    const container = workload.podSpec.containers[index];
    if (container?.preStop.kind !== "sleep" || container.preStop.followedBy === undefined) return [];
    const sleep = Math.max(container.preStop.seconds, preStop?.value ?? 0);
    const { followedBy, waiter } = container.preStop;
    return [
      {
        rule: "hook-continues",
        severity: "warning",
        subject: workload.ref,
        path: [...workload.podPath, "spec", `containers[${index}]`, "lifecycle", "preStop"].join("."),
        actual: seconds(Math.max(gracePeriod.value - sleep, 0)),
        required: undefined,
        because: [gracePeriod],
        details: { container: container.name, followedBy: waiter === undefined ? followedBy : `${followedBy} of ${waiter}` },
      },
    ];
  });
}
