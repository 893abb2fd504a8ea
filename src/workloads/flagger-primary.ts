/**
 * What Flagger makes of the target of a Canary: the copy that serves the traffic. It names the Canary as its owner, so that it is known
 * where Canaries are not watched. Facts: pkg/canary/deployment_controller.go and daemonset_controller.go of v1.36.
 */
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { groupOf } from "#model/kubernetes/refs.ts";
import type { Workload } from "#model/workloads/workload.ts";

const targetKinds = ["Deployment", "DaemonSet"] as const;

/** Undefined where Flagger has made none. */
function primaryOf({ ref }: Workload, view: ClusterView): Workload | undefined {
  const kind = targetKinds.find((each) => each === ref.kind);
  const primary = kind === undefined ? undefined : view.get(kind, ref.namespace ?? "", `${ref.name}-primary`);
  return primary !== undefined && isFlaggers(primary) ? primary : undefined;
}

/** What has Pods of its own, of what is one workload to whoever reads about it. */
export function withPrimary(workload: Workload, view: ClusterView): readonly Workload[] {
  const primary = primaryOf(workload, view);
  return primary === undefined ? [workload] : [workload, primary];
}

/**
 * The target with what the primary keeps: its labels, by which the Services select that routes lead to, its own annotations and replicas,
 * and its nodes, since Flagger keeps the Pods of a DaemonSet away by a node selector. It goes by the target's name, since both are one
 * workload to whoever reads about them. What the primary runs now is going to be replaced. Undefined where Flagger has made none.
 */
export function promoted(target: Workload, view: ClusterView): Workload | undefined {
  const primary = primaryOf(target, view);
  if (primary === undefined) return undefined;
  const rollout = target.rollout && { ...target.rollout, replicas: primary.rollout?.replicas };
  const { placement: _, ...podSpec } = target.podSpec;
  const { placement } = primary.podSpec;
  return {
    ...target,
    podLabels: primary.podLabels,
    annotations: primary.annotations,
    rollout,
    podSpec: placement === undefined ? podSpec : { ...podSpec, placement },
  };
}

const isFlaggers = ({ controller }: Workload): boolean =>
  controller?.kind === "Canary" && groupOf(controller.apiVersion) === "flagger.app";
