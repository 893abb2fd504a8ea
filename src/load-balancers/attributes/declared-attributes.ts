import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { ownershipOf } from "#load-balancers/ingress/ownership.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Ingress } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { albPrefix } from "./annotations.ts";
import { readStringMap } from "./string-map.ts";
import { attributeProblems } from "./target-group-attributes.ts";

const annotation = `${albPrefix}/target-group-attributes`;

/**
 * What is wrong with the attributes that an Ingress states, whether or not a Service behind it exists yet: the controller reads them
 * only when it builds a target group from them, and would then stop for the whole group.
 */
export function declaredAttributeProblems(ingress: Ingress, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const text = ingress.meta.annotations[annotation];
  if (text === undefined || ownershipOf(ingress, view, flags).managed === "no") return [];
  const reading = readStringMap(text);
  const object = refOf(ingress.meta);
  return reading.ok
    ? attributeProblems(reading.map, object, annotation)
    : [problem("attributes-unparsable", object, annotation, { text })];
}
