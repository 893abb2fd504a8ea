import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";

/** The TargetGroupBinding that names the ARN. */
export const bindingRef = ({ namespace, binding, bindingGroup, origin }: TargetGroup): ObjectRef =>
  binding === undefined
    ? origin
    : {
        apiVersion: bindingGroup === "eks.amazonaws.com" ? "eks.amazonaws.com/v1" : "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        namespace,
        name: binding,
      };
