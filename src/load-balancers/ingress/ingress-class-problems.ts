import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { groupOf } from "#model/kubernetes/refs.ts";
import type { Ingress, IngressClass, IngressClassParams } from "#model/load-balancers/routing.ts";
import { groupsOf } from "./ingress-target-groups.ts";

/** A default class is also that of the Ingresses that name none. */
export const ingressesOfClass = ({ meta, isDefault }: IngressClass, view: ClusterView): readonly Ingress[] =>
  (isDefault ? [meta.name, ""] : [meta.name]).flatMap((name) => view.indexed("Ingress", "class", name));

export const classesWithParams = ({ meta }: IngressClassParams, view: ClusterView): readonly IngressClass[] =>
  view
    .list("IngressClass")
    .filter(({ parameters }) => parameters?.apiGroup === groupOf(meta.apiVersion) && parameters.name === meta.name);

/** What the class does to its Ingresses. */
export const ingressClassProblems = (ingressClass: IngressClass, context: RouteContext): readonly Problem[] =>
  errorsOf(ingressesOfClass(ingressClass, context.view), context);

/** What the parameters do to the Ingresses of their classes. */
export const paramsProblems = (params: IngressClassParams, context: RouteContext): readonly Problem[] =>
  errorsOf(
    classesWithParams(params, context.view).flatMap((ingressClass) => ingressesOfClass(ingressClass, context.view)),
    context,
  );

function errorsOf(ingresses: readonly Ingress[], { view, flags }: RouteContext): readonly Problem[] {
  const { built, problems } = groupsOf(ingresses, view, flags);
  const errors = built.flatMap((group) => group.problems).filter(({ severity }) => severity === "error");
  return [...problems, ...errors];
}
