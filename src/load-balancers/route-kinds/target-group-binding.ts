import { readEksTargetGroupBinding, readTargetGroupBinding } from "#kubernetes/objects/read-target-group-binding.ts";
import { custom } from "#kubernetes/objects/watched-kind.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { problemsOfBinding } from "#load-balancers/binding/binding-problems.ts";
import type { TargetGroupBinding } from "#model/load-balancers/routing.ts";
import type { RouteKind } from "./route-kind.ts";

/** Two API groups have the kind; that of EKS Auto Mode is kept apart as `Eks…`. */
declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly TargetGroupBinding: Stored<TargetGroupBinding, "service">;
    readonly EksTargetGroupBinding: Stored<TargetGroupBinding, "service">;
  }
}

/** `namespace/name` of the Service that it refers to. */
const service = (binding: TargetGroupBinding): readonly string[] => [nameKey(binding.meta.namespace, binding.service.name)];

const both = {
  ...custom,
  kind: "TargetGroupBinding",
  plural: "targetgroupbindings",
  indexes: { service },
  holds: "binding",
  backends: service,
  problems: problemsOfBinding,
} satisfies Partial<RouteKind<"TargetGroupBinding">>;

export const targetGroupBinding: RouteKind<"TargetGroupBinding"> = {
  ...both,
  group: "elbv2.k8s.aws",
  versions: ["v1beta1"],
  purpose: "each is one target group of the AWS Load Balancer Controller, or one that people made",
  read: readTargetGroupBinding,
};

export const eksTargetGroupBinding: RouteKind<"EksTargetGroupBinding"> = {
  ...both,
  group: "eks.amazonaws.com",
  versions: ["v1"],
  purpose: "the same of EKS Auto Mode",
  read: readEksTargetGroupBinding,
};
