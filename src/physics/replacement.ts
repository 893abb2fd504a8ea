import type { Rollout } from "#model/workloads/workload.ts";
import type { Replacement } from "./roll-out.ts";
import { countOf, rollingUpdateOf } from "./rolling-update.ts";

/** What a change of a workload's template replaces, and how. */
export interface Replaced {
  readonly replicas: number;
  /** How many of them are replaced. */
  readonly pods: number;
  readonly replace: Replacement;
}

/** What the API server fills in where `replicas` is absent. */
export const defaultReplicas = 1;

/**
 * Undefined where Kubernetes does not say it in the object: a DaemonSet has as many Pods as there are nodes, an Argo Rollout goes by its
 * own steps, and with `OnDelete` somebody else decides.
 */
export function replacedBy(kind: string, rollout: Rollout | undefined): Replaced | undefined {
  const replicas = rollout?.replicas ?? defaultReplicas;
  if (replicas < 1) return undefined;
  switch (kind) {
    case "Deployment":
      return deployment(replicas, rollout);
    case "StatefulSet":
      return statefulSet(replicas, rollout);
    default:
      return undefined;
  }
}

function deployment(replicas: number, rollout: Rollout | undefined): Replaced | undefined {
  if (rollout?.strategy === "Recreate") return { replicas, pods: replicas, replace: { how: "recreate" } };
  const update = rollingUpdateOf(replicas, rollout?.maxSurge, rollout?.maxUnavailable);
  return update === undefined ? undefined : { replicas, pods: replicas, replace: { how: "surge", ...update } };
}

/** Down to its partition, one at a time unless it says otherwise; a percentage is rounded down, and comes to one at least (pkg/controller/statefulset). */
function statefulSet(replicas: number, rollout: Rollout | undefined): Replaced | undefined {
  if (rollout?.strategy === "OnDelete") return undefined;
  const pods = replicas - Math.min(replicas, Math.max(0, rollout?.partition ?? 0));
  if (pods === 0) return undefined;
  const unavailable = countOf(rollout?.maxUnavailable ?? 1, replicas, Math.floor);
  if (unavailable === undefined) return undefined;
  return { replicas, pods, replace: { how: "in-place", unavailable: Math.max(1, unavailable) } };
}
