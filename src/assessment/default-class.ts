import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { overlay } from "#kubernetes/view/overlay.ts";
import { bareMeta, refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { IngressClass } from "#model/load-balancers/routing.ts";

/** The class that the Helm chart of the AWS Load Balancer Controller makes (v3.5.0). */
const defaultClass: IngressClass = {
  meta: bareMeta("networking.k8s.io/v1", "IngressClass", "alb"),
  controller: "ingress.k8s.aws/alb",
  isDefault: false,
  parameters: undefined,
};

/**
 * Manifests of an application seldom hold the class that its Ingress names, which belongs to the cluster. Where they hold none at all,
 * the usual one is taken to exist; a class of any other name has to be among them.
 */
export function withUsualClass(view: ClusterView): { readonly view: ClusterView; readonly namedBy: ObjectRef | undefined } {
  const [named] = view.list("IngressClass").length === 0 ? view.indexed("Ingress", "class", defaultClass.meta.name) : [];
  if (named === undefined) return { view, namedBy: undefined };
  return {
    view: overlay(view, { kind: "IngressClass", namespace: "", name: defaultClass.meta.name, object: defaultClass }),
    namedBy: refOf(named.meta),
  };
}
