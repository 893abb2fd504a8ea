/**
 * Annotations of one backend: those of the Service before those of the Ingress, each as a whole, under the same keys.
 * Nothing inside an annotation is merged.
 */
import { albPrefix, type FoundAnnotation, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import { parseInt32 } from "#load-balancers/attributes/go-values.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import type { Ingress, Service } from "#model/load-balancers/routing.ts";

export interface LocatedAnnotation extends FoundAnnotation {
  readonly object: ObjectRef;
}

export interface BackendAnnotations {
  find(suffix: string): LocatedAnnotation | undefined;
  /** Undefined where it is absent; adds a problem where Go's ParseInt refuses it. */
  integer(suffix: string): { readonly value: number; readonly at: LocatedAnnotation } | undefined;
}

export function backendAnnotations(ingress: Ingress, service: Service, problems: Problem[]): BackendAnnotations {
  const find = (suffix: string): LocatedAnnotation | undefined => {
    const ofIngress = findAnnotation(ingress.meta.annotations, [albPrefix], suffix);
    const ofService = findAnnotation(service.meta.annotations, [albPrefix], suffix);
    if (ofService === undefined) return ofIngress && { ...ofIngress, object: refOf(ingress.meta) };
    if (ofIngress !== undefined && ofIngress.value !== ofService.value)
      problems.push(hidden(ingress, service, ofIngress, ofService));
    return { ...ofService, object: refOf(service.meta) };
  };
  const integer: BackendAnnotations["integer"] = (suffix) => {
    const at = find(suffix);
    if (at === undefined) return undefined;
    const value = parseInt32(at.value);
    if (value !== undefined) return { value, at };
    problems.push(problem("integer-unparsable", at.object, at.key, { value: at.value }));
    return undefined;
  };
  return { find, integer };
}

const hidden = (ingress: Ingress, service: Service, ofIngress: FoundAnnotation, ofService: FoundAnnotation): Problem =>
  problem("annotation-overridden-by-service", refOf(service.meta), ofService.key, {
    service: printRef(refOf(service.meta)),
    ingress: printRef(refOf(ingress.meta)),
    hidden: ofIngress.value,
    used: ofService.value,
  });
