import type { Workload } from "#model/workloads/workload.ts";

/** Job Pods end when their work does; a sleep would only hold up what waits for them. */
export const runsToCompletion = ({ podSpec, controller, ref }: Workload): boolean =>
  podSpec.restartPolicy !== "Always" || controller?.kind === "Job" || ref.kind === "Job" || ref.kind === "CronJob";
