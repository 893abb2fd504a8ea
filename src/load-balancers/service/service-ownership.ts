import { type Problem, problem } from "#model/findings/problem.ts";
import { isStored, refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { serviceAnnotation } from "./service-annotation.ts";

/** Who makes a network load balancer for the Service: the AWS Load Balancer Controller, EKS Auto Mode, or neither. */
export type ServiceOwner = "controller" | "auto-mode" | undefined;

/** EKS Auto Mode writes it into new Services by a webhook of its own. */
const autoModeClass = "eks.amazonaws.com/nlb";

export function serviceOwner(service: Service, flags: ControllerFlags): ServiceOwner {
  if (service.meta.deleting || (flags.serviceTypeLoadBalancerOnly && service.type !== "LoadBalancer")) return undefined;
  const loadBalancerClass = classOf(service, flags);
  if (loadBalancerClass === flags.loadBalancerClass) return "controller";
  if (loadBalancerClass === autoModeClass) return "auto-mode";
  if (loadBalancerClass !== undefined) return undefined;
  return annotated(service) ? "controller" : undefined;
}

/**
 * What the Service has been stored with, or in a manifest file will be: the controller's service mutator (Helm default: on)
 * gives its class to each new Service of type LoadBalancer. One that is stored without a class was there before the mutator.
 */
function classOf(service: Service, flags: ControllerFlags): string | undefined {
  if (service.loadBalancerClass !== undefined && service.loadBalancerClass !== "") return service.loadBalancerClass;
  const mutated = service.type === "LoadBalancer" && !isStored(service.meta) && flags.serviceMutatorWebhook;
  return mutated ? flags.loadBalancerClass : undefined;
}

function annotated(service: Service): boolean {
  const type = serviceAnnotation(service, "type")?.value;
  const targetType = serviceAnnotation(service, "nlb-target-type")?.value ?? "";
  return type === "nlb-ip" || (type === "external" && ["ip", "instance"].includes(targetType));
}

/** `external` switches the in-tree controller off; without a class and a known target type nobody else takes the Service. */
export function unmanagedService(service: Service, flags: ControllerFlags): readonly Problem[] {
  const type = serviceAnnotation(service, "type");
  if (type?.value !== "external" || service.meta.deleting || classOf(service, flags) !== undefined) return [];
  if (serviceOwner(service, flags) !== undefined) return [];
  const targetType = serviceAnnotation(service, "nlb-target-type")?.value ?? "";
  return [problem("service-unmanaged", refOf(service.meta), type.key, { type: service.type, targetType })];
}
