/** What Flagger makes of a release at its promotion: the copy that serves the traffic. Facts: pkg/canary/deployment_controller.go of v1.36. */
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { groupOf } from "#model/kubernetes/refs.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { Release } from "./release.ts";

/**
 * The target with what the primary keeps: its labels, by which the Services select that routes lead to, its own annotations and replicas.
 * It goes by the target's name, since both are one workload to whoever reads about them. What the primary runs now is going to be replaced,
 * so that it is no reason to refuse what replaces it. Undefined where Flagger has made none.
 */
export function promoted(target: Workload, { kind, namespace, name }: Release, view: ClusterView): Workload | undefined {
  const primary = kind === "Rollout" ? undefined : view.get(kind, namespace, `${name}-primary`);
  if (primary === undefined || !isFlaggers(primary)) return undefined;
  const rollout = target.rollout && { ...target.rollout, replicas: primary.rollout?.replicas };
  return { ...target, podLabels: primary.podLabels, annotations: primary.annotations, rollout };
}

const isFlaggers = ({ controller }: Workload): boolean =>
  controller?.kind === "Canary" && groupOf(controller.apiVersion) === "flagger.app";
