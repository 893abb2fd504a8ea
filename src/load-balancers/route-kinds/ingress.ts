import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import { builtIn } from "#kubernetes/objects/watched-kind.ts";
import { ingressKeys } from "#load-balancers/ingress/ingress-keys.ts";
import { ingressProblems } from "#load-balancers/ingress/ingress-problems.ts";
import { ingressTargetGroups } from "#load-balancers/ingress/ingress-target-groups.ts";
import { servicesOfIngress } from "#load-balancers/ingress/services-of-ingress.ts";
import type { Ingress } from "#model/load-balancers/routing.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly Ingress: Stored<Ingress, "service" | "group" | "class">;
  }
}

export const ingress: RouteKind<"Ingress"> = {
  ...builtIn,
  kind: "Ingress",
  group: "networking.k8s.io",
  versions: ["v1"],
  plural: "ingresses",
  purpose: "target groups of application load balancers",
  read: readIngress,
  indexes: {
    /** By `namespace/name` of each Service that a backend or an `actions.*` annotation names. */
    service: ingressKeys.services,
    /** By the value of the group annotation. */
    group: ingressKeys.groupAnnotation,
    /** By `spec.ingressClassName`; under "" where neither that nor the old annotation says a class. */
    class: ingressKeys.className,
  },
  holds: "route",
  backends: servicesOfIngress,
  problems: ingressProblems,
  targetGroups: ingressTargetGroups,
};
