import { type Problem, problem } from "#model/findings/problem.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PodLike } from "./services-selecting.ts";

/** Put on each Pod by the admission webhook of EKS Fargate, whose profile selected it. */
const profileLabel = "eks.amazonaws.com/fargate-profile";

export const onFargate = ({ labels }: PodLike): boolean => Object.hasOwn(labels, profileLabel);

/** The controller leaves nodes of Fargate out of instance target groups, so nothing is registered for a Pod on one. */
export const fargateProblems = (pod: PodLike, targetGroups: readonly TargetGroup[]): readonly Problem[] =>
  onFargate(pod)
    ? targetGroups
        .filter(({ targetType }) => targetType === "instance")
        .map(({ origin, namespace, service }) =>
          problem("fargate-with-instance-targets", origin, "target-type", { service: `${namespace}/${service}` }),
        )
    : [];
