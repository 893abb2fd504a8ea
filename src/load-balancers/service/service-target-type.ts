import { servicePrefix } from "#load-balancers/attributes/annotations.ts";
import { hasNodePort } from "#load-balancers/attributes/service-port.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { accept, type OrRefusal, refuse } from "./refusal.ts";
import { serviceAnnotation } from "./service-annotation.ts";

const field = `${servicePrefix}/aws-load-balancer-nlb-target-type`;

/** Of a port of `service` by the annotations of `base`, which are the same but behind a weighted listener. */
export function serviceTargetType(
  base: Service,
  service: Service,
  port: ServicePort,
  byDefault: "ip" | "instance",
  flags: ControllerFlags,
): OrRefusal<"ip" | "instance"> {
  const requested = serviceAnnotation(base, "nlb-target-type")?.value ?? byDefault;
  if (requested === "ip" && !flags.enableIPTargetType)
    return refuse(base, field, "target-type-ip-disabled", { value: requested });
  if (requested === "ip" || serviceAnnotation(base, "type")?.value === "nlb-ip") return accept("ip");
  if (service.type === "ClusterIP")
    return refuse(service, "spec.type", "service-cluster-ip-with-instance-targets", { targetType: requested });
  if (port.nodePort === undefined && !service.allocatesNodePorts) {
    return refuse(service, "spec.allocateLoadBalancerNodePorts", "service-node-port-unallocated", { port: String(port.port) });
  }
  if (!hasNodePort(service, port)) {
    return refuse(service, "spec.type", "node-port-missing", { service: service.meta.name, type: service.type });
  }
  return accept("instance");
}

/** Anything but exactly `ip` makes instance targets, without a word from the controller. */
export function targetTypeTypo(base: Service): readonly Problem[] {
  const requested = serviceAnnotation(base, "nlb-target-type");
  if (requested === undefined || requested.value === "ip" || requested.value === "instance") return [];
  if (serviceAnnotation(base, "type")?.value === "nlb-ip") return [];
  return [problem("service-target-type-defaults-to-instance", refOf(base.meta), requested.key, { value: requested.value })];
}
