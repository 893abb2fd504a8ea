/** Whose Ingress it is: that of the AWS Load Balancer Controller, of EKS Auto Mode, or of neither. */

import { selects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { namespaceLabels } from "#kubernetes/view/namespace-labels.ts";
import { type Problem, type ProblemId, problem } from "#model/findings/problem.ts";
import { isStored, refOf } from "#model/kubernetes/object-meta.ts";
import type { Ingress, IngressClass, IngressClassParams } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { ingressClassAnnotation } from "./ingress-keys.ts";

export type AlbController = "controller" | "auto-mode";

export type Ownership =
  | { readonly managed: "no" }
  /** The controller would take it, if its class were in order. */
  | { readonly managed: "refused"; readonly problems: readonly Problem[] }
  | {
      readonly managed: "yes";
      readonly by: AlbController;
      /** Parameters in effect; undefined where the old annotation decides. */
      readonly params: IngressClassParams | undefined;
      /** Warnings only. */
      readonly problems: readonly Problem[];
    };

/** `spec.controller` of classes, and the API group of their parameters. */
const controllers: ReadonlyMap<string, { readonly by: AlbController; readonly paramsGroup: string }> = new Map([
  ["ingress.k8s.aws/alb", { by: "controller", paramsGroup: "elbv2.k8s.aws" }],
  ["eks.amazonaws.com/alb", { by: "auto-mode", paramsGroup: "eks.amazonaws.com" }],
]);

const classField = "spec.ingressClassName";

export function ownershipOf(ingress: Ingress, view: ClusterView, flags: ControllerFlags): Ownership {
  if (ingress.meta.deleting) return { managed: "no" };
  const annotation = annotatedClass(ingress);
  const named = ingress.ingressClassName === undefined ? undefined : view.get("IngressClass", "", ingress.ingressClassName);
  const autoMode = controllers.get(named?.controller ?? "")?.by === "auto-mode";
  if (annotation !== undefined && !autoMode) return ownedByAnnotation(ingress, annotation, named, flags);
  const byClass = ownedByClass(ingress, named, view, flags);
  if (annotation === undefined || byClass.managed === "no") return byClass;
  const unsupported = problem("annotation-unsupported-by-auto-mode", refOf(ingress.meta), ingressClassAnnotation, {
    annotation: ingressClassAnnotation,
  });
  return { ...byClass, problems: [...byClass.problems, unsupported] };
}

const annotatedClass = (ingress: Ingress): string | undefined =>
  Object.hasOwn(ingress.meta.annotations, ingressClassAnnotation) ? ingress.meta.annotations[ingressClassAnnotation] : undefined;

/**
 * The annotation decides alone, and parameters of a class are then not looked at. The API server lets it differ from
 * `spec.ingressClassName` only in what is stored already (Kubernetes 1.18 to 1.36).
 */
function ownedByAnnotation(
  ingress: Ingress,
  annotation: string,
  named: IngressClass | undefined,
  flags: ControllerFlags,
): Ownership {
  const stored = isStored(ingress.meta);
  if (!stored && ingress.ingressClassName !== undefined && ingress.ingressClassName !== annotation) {
    const details = { annotation, class: ingress.ingressClassName };
    return {
      managed: "refused",
      problems: [problem("ingress-class-annotation-differs", refOf(ingress.meta), ingressClassAnnotation, details)],
    };
  }
  const matches = annotation === flags.ingressClass || (flags.ingressClass === "" && annotation === "alb");
  if (!matches) return { managed: "no" };
  const params = named?.parameters?.name;
  const hides =
    named === undefined || params === undefined
      ? []
      : [
          problem("ingress-class-annotation-bypasses-params", refOf(ingress.meta), ingressClassAnnotation, {
            class: named.meta.name,
            params,
          }),
        ];
  return { managed: "yes", by: "controller", params: undefined, problems: hides };
}

type Refuse = (id: ProblemId, details: Readonly<Record<string, string>>) => Ownership;

function ownedByClass(ingress: Ingress, named: IngressClass | undefined, view: ClusterView, flags: ControllerFlags): Ownership {
  const refuse: Refuse = (id, details) => ({
    managed: "refused",
    problems: [problem(id, refOf(ingress.meta), classField, details)],
  });
  if (named !== undefined) return ownedWithClass(ingress, named, view, refuse);
  if (ingress.ingressClassName !== undefined) return refuse("ingress-class-missing", { class: ingress.ingressClassName });
  const defaults = defaultClasses(view);
  if (defaults.length > 1) {
    const ours = defaults.some(({ controller }) => controllers.has(controller));
    const classes = defaults.map(({ meta }) => meta.name).join(", ");
    return ours ? refuse("ingress-class-default-ambiguous", { classes }) : { managed: "no" };
  }
  const [byDefault] = defaults;
  if (byDefault !== undefined) return ownedWithClass(ingress, byDefault, view, refuse);
  return flags.ingressClass === "" ? { managed: "yes", by: "controller", params: undefined, problems: [] } : { managed: "no" };
}

function ownedWithClass(ingress: Ingress, ingressClass: IngressClass, view: ClusterView, refuse: Refuse): Ownership {
  const controller = controllers.get(ingressClass.controller);
  if (controller === undefined) return { managed: "no" };
  const { parameters, meta } = ingressClass;
  if (parameters === undefined) return { managed: "yes", by: controller.by, params: undefined, problems: [] };
  if (parameters.apiGroup !== controller.paramsGroup || parameters.kind !== "IngressClassParams") {
    const written = `${parameters.apiGroup}/${parameters.kind} ${parameters.name}`;
    return refuse("ingress-class-parameters-unsupported", { class: meta.name, parameters: written });
  }
  const named = { class: meta.name, params: parameters.name };
  const params = paramsOf(controller.by, parameters.name, view);
  if (params === undefined) return refuse("ingress-class-params-missing", named);
  const { namespace } = ingress.meta;
  if (params.namespaceSelector !== undefined && !selects(params.namespaceSelector, namespaceLabels(namespace, view))) {
    return refuse("ingress-class-params-namespace-mismatch", { ...named, namespace });
  }
  return { managed: "yes", by: controller.by, params, problems: [] };
}

export const defaultClasses = (view: ClusterView): readonly IngressClass[] =>
  view.list("IngressClass").filter(({ isDefault }) => isDefault);

const paramsOf = (by: AlbController, name: string, view: ClusterView): IngressClassParams | undefined =>
  by === "controller" ? view.get("IngressClassParams", "", name) : view.get("EksIngressClassParams", "", name);

/** Parameters of a class, where it has any and they exist. */
export function paramsOfClass(ingressClass: IngressClass, view: ClusterView): IngressClassParams | undefined {
  const controller = controllers.get(ingressClass.controller);
  if (controller === undefined || ingressClass.parameters === undefined) return undefined;
  if (ingressClass.parameters.apiGroup !== controller.paramsGroup) return undefined;
  return paramsOf(controller.by, ingressClass.parameters.name, view);
}
