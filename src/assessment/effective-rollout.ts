import { versionHas } from "#model/kubernetes/version-facts.ts";
import type { Workload } from "#model/workloads/workload.ts";

/** Without the limits that the cluster's version ignores. A webhook sees them all the same: the API server drops them only afterwards. */
export function withEffectiveRollout(workload: Workload, serverVersion: string | undefined): Workload {
  const { ref, rollout } = workload;
  if (ref.kind !== "StatefulSet" || rollout?.maxUnavailable === undefined) return workload;
  return versionHas("statefulSetMaxUnavailable", serverVersion)
    ? workload
    : { ...workload, rollout: { ...rollout, maxUnavailable: undefined } };
}
