import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { serviceAnnotation } from "./service-annotation.ts";
import { classOf, evidenceOfOwner, type ServiceOwner } from "./service-ownership.ts";

/** Of `aws-load-balancer-type`: `nlb` is read by the in-tree controller, the others by the AWS Load Balancer Controller. */
const knownTypes = ["nlb", "nlb-ip", "external"];

/** Who acts on the Service, where that is not who its annotations seem to address. */
export function ownershipProblems(
  service: Service,
  owner: ServiceOwner,
  view: ClusterView,
  flags: ControllerFlags,
): readonly Problem[] {
  return [...unknownType(service), ...inTree(service, owner, view), ...unmanaged(service, owner, flags)];
}

function unknownType(service: Service): readonly Problem[] {
  const type = serviceAnnotation(service, "type");
  if (type === undefined || service.meta.deleting || type.value === "" || knownTypes.includes(type.value)) return [];
  return [problem("service-type-unknown", refOf(service.meta), type.key, { value: type.value, accepted: knownTypes.join(", ") })];
}

/** It makes nodes the targets, whatever an annotation of the other controller says. */
function inTree(service: Service, owner: ServiceOwner, view: ClusterView): readonly Problem[] {
  if (owner !== "in-tree") return [];
  const targetType = serviceAnnotation(service, "nlb-target-type");
  const details = {
    evidence: evidenceOfOwner(service, view) ?? "no spec.loadBalancerClass",
    ignored: targetType === undefined ? "" : `${targetType.key}: ${targetType.value}`,
  };
  return [problem("service-in-tree", refOf(service.meta), targetType?.key ?? "spec.loadBalancerClass", details)];
}

/** `external` switches the in-tree controller off; without a class and a known target type nobody else takes the Service. */
function unmanaged(service: Service, owner: ServiceOwner, flags: ControllerFlags): readonly Problem[] {
  const type = serviceAnnotation(service, "type");
  if (type?.value !== "external" || service.meta.deleting || classOf(service, flags) !== undefined || owner !== "nobody")
    return [];
  const targetType = serviceAnnotation(service, "nlb-target-type")?.value ?? "";
  return [problem("service-unmanaged", refOf(service.meta), type.key, { type: service.type, targetType })];
}
