import { readIngressClass } from "#kubernetes/objects/ingress/read-ingress-class.ts";
import { builtIn } from "#kubernetes/objects/watched-kind.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { ingressClassProblems, ingressesOfClass } from "#load-balancers/ingress/ingress-class-problems.ts";
import { servicesOfIngress } from "#load-balancers/ingress/services-of-ingress.ts";
import type { IngressClass } from "#model/load-balancers/routing.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly IngressClass: Stored<IngressClass>;
  }
}

export const servicesOfClass = (object: IngressClass, view: ClusterView): readonly string[] =>
  ingressesOfClass(object, view).flatMap((ingress) => servicesOfIngress(ingress, view));

export const ingressClass: RouteKind<"IngressClass"> = {
  ...builtIn,
  kind: "IngressClass",
  group: "networking.k8s.io",
  versions: ["v1"],
  plural: "ingressclasses",
  namespaced: false,
  purpose: "which controller reads an Ingress, and with which parameters",
  read: readIngressClass,
  indexes: {},
  holds: "other",
  backends: servicesOfClass,
  problems: ingressClassProblems,
};
