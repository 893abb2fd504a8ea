import { albPrefix, servicePrefix } from "#load-balancers/attributes/annotations.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { type ObjectMeta, refOf } from "#model/kubernetes/object-meta.ts";

const ignored = [`${albPrefix}/target-group-attributes`, `${servicePrefix}/aws-load-balancer-target-group-attributes`];

/** Annotations that set a target group of an Ingress or of a Service, and that the controller never reads for a Gateway. */
export const annotationsIgnored = (meta: ObjectMeta): readonly Problem[] =>
  ignored
    .filter((annotation) => Object.hasOwn(meta.annotations, annotation))
    .map((annotation) => problem("gateway-annotation-ignored", refOf(meta), annotation, { annotation }));
