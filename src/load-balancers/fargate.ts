import { hasLabels } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { selectedUnder } from "#kubernetes/view/index-keys.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PodLike } from "./services-selecting.ts";

/** Put on each Pod by the admission webhook of EKS Fargate, whose profile selected it; seldom in a template. */
const profileLabel = "eks.amazonaws.com/fargate-profile";

/** Pods of one template go where its profile says, so that a few of them say it for all. */
const mostSiblings = 16;

/** The controller leaves nodes of Fargate out of instance target groups, so nothing is registered for a Pod on one. */
export function fargateProblems(pod: PodLike, targetGroups: readonly TargetGroup[], view: ClusterView): readonly Problem[] {
  const toNodes = targetGroups.filter(({ targetType }) => targetType === "instance");
  return toNodes.length > 0 && onFargate(pod, view)
    ? toNodes.map(({ origin, namespace, service }) =>
        problem("fargate-with-instance-targets", origin, "target-type", { service: `${namespace}/${service}` }),
      )
    : [];
}

/** By its own labels, or by those of Pods that run with all of them. */
export const onFargate = ({ namespace, labels }: PodLike, view: ClusterView): boolean =>
  Object.hasOwn(labels, profileLabel) ||
  selectedUnder(namespace, labels)
    .flatMap((key) => view.indexed("Pod", "label", key, { most: mostSiblings }))
    .some(({ meta }) => hasLabels(labels, meta.labels) && Object.hasOwn(meta.labels, profileLabel));
