import type { Stack } from "#load-balancers/derived-target-group.ts";
import { groupOf } from "#model/kubernetes/refs.ts";
import type { TargetGroupBinding } from "#model/load-balancers/routing.ts";

export type BindingGroup = "elbv2.k8s.aws" | "eks.amazonaws.com";

export const bindingGroupOf = ({ meta }: TargetGroupBinding): BindingGroup =>
  groupOf(meta.apiVersion) === "eks.amazonaws.com" ? "eks.amazonaws.com" : "elbv2.k8s.aws";

/** Prefixes of the labels that the controllers write; those of EKS Auto Mode follow its tags in AWS. */
const objectPrefixes = [
  { prefix: "ingress.k8s.aws", kind: "ingress" },
  { prefix: "service.k8s.aws", kind: "service" },
  { prefix: "gateway.k8s.aws.alb", kind: "gateway" },
  { prefix: "gateway.k8s.aws.nlb", kind: "gateway" },
  { prefix: "ingress.eks.amazonaws.com", kind: "ingress" },
  { prefix: "service.eks.amazonaws.com", kind: "service" },
] as const;

/** The stack that a binding was made for; undefined for one that people made. */
export function stackOf({ meta: { labels } }: TargetGroupBinding): Stack | undefined {
  for (const { prefix, kind } of objectPrefixes) {
    const group = labels[`${prefix}/stack`];
    if (kind === "ingress" && group !== undefined) return { kind: "ingress-group", name: group };
    const namespace = labels[`${prefix}/stack-namespace`];
    const name = labels[`${prefix}/stack-name`];
    if (namespace !== undefined && name !== undefined) return { kind, name: `${namespace}/${name}` };
  }
  return undefined;
}
