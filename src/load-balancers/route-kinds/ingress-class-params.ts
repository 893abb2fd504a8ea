import { readEksIngressClassParams, readIngressClassParams } from "#kubernetes/objects/ingress/read-ingress-class-params.ts";
import { custom } from "#kubernetes/objects/watched-kind.ts";
import { classesWithParams, paramsProblems } from "#load-balancers/ingress/ingress-class-problems.ts";
import type { IngressClassParams } from "#model/load-balancers/routing.ts";
import { servicesOfClass } from "./ingress-class.ts";
import type { RouteKind } from "./route-kind.ts";

/** Two API groups have the kind; that of EKS Auto Mode is kept apart as `Eks…`. */
declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly IngressClassParams: Stored<IngressClassParams>;
    readonly EksIngressClassParams: Stored<IngressClassParams>;
  }
}

const both = {
  ...custom,
  kind: "IngressClassParams",
  plural: "ingressclassparams",
  namespaced: false,
  indexes: {},
  holds: "other",
  backends: (params, view) => classesWithParams(params, view).flatMap((ingressClass) => servicesOfClass(ingressClass, view)),
  problems: paramsProblems,
} satisfies Partial<RouteKind<"IngressClassParams">>;

export const ingressClassParams: RouteKind<"IngressClassParams"> = {
  ...both,
  group: "elbv2.k8s.aws",
  versions: ["v1beta1"],
  purpose: "parameters of a class, which overrule the annotations of its Ingresses",
  read: readIngressClassParams,
};

export const eksIngressClassParams: RouteKind<"EksIngressClassParams"> = {
  ...both,
  group: "eks.amazonaws.com",
  versions: ["v1"],
  purpose: "the same of EKS Auto Mode",
  read: readEksIngressClassParams,
};
