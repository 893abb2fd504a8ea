import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { stackOf } from "#load-balancers/binding/binding-origin.ts";
import { isStored } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { serviceAnnotation } from "./service-annotation.ts";

/**
 * Who makes a load balancer for the Service. `in-tree`: the cloud controller manager of the cluster, which knows instance targets only.
 * `nobody`: it requires none, or for one that nobody makes.
 */
export type ServiceOwner = "controller" | "auto-mode" | "in-tree" | "nobody";

/** The owners that make network load balancers with target groups of their own. */
export type NlbController = "controller" | "auto-mode";

/** EKS Auto Mode writes it into new Services by a webhook of its own. */
const autoModeClass = "eks.amazonaws.com/nlb";

export function serviceOwner(service: Service, flags: ControllerFlags): ServiceOwner {
  if (service.meta.deleting || (flags.serviceTypeLoadBalancerOnly && service.type !== "LoadBalancer")) return "nobody";
  const loadBalancerClass = classOf(service, flags);
  if (loadBalancerClass === flags.loadBalancerClass) return "controller";
  if (loadBalancerClass === autoModeClass) return "auto-mode";
  if (loadBalancerClass !== undefined) return "nobody";
  if (annotated(service)) return "controller";
  return service.type === "LoadBalancer" && !external(service) ? "in-tree" : "nobody";
}

/**
 * What the Service has been stored with, or in a manifest file will be: the controller's service mutator (Helm default: on)
 * gives its class to each new Service of type LoadBalancer. One that is stored without a class was there before the mutator.
 */
export function classOf(service: Service, flags: ControllerFlags): string | undefined {
  if (service.loadBalancerClass !== undefined && service.loadBalancerClass !== "") return service.loadBalancerClass;
  return classIsAssumed(service, flags) ? flags.loadBalancerClass : undefined;
}

/** A file says no class, and whether the cluster's mutator adds one is not seen in it. */
export const classIsAssumed = (service: Service, flags: ControllerFlags): boolean =>
  service.type === "LoadBalancer" &&
  (service.loadBalancerClass ?? "") === "" &&
  !isStored(service.meta) &&
  flags.serviceMutatorWebhook;

function annotated(service: Service): boolean {
  const type = serviceAnnotation(service, "type")?.value;
  const targetType = serviceAnnotation(service, "nlb-target-type")?.value ?? "";
  return type === "nlb-ip" || (type === "external" && ["ip", "instance"].includes(targetType));
}

/** Switches the in-tree controller off (cloud-provider-aws). */
const external = (service: Service): boolean => ["external", "nlb-ip"].includes(serviceAnnotation(service, "type")?.value ?? "");

/** What the cluster shows of the one who acts on the Service now, whatever its class and annotations say; undefined where nothing does. */
export function evidenceOfOwner({ meta, finalizers }: Service, view: ClusterView): string | undefined {
  const owning = finalizers.find((finalizer) => Object.hasOwn(finalizersOf, finalizer));
  if (owning !== undefined) return `finalizer ${owning} of ${finalizersOf[owning as keyof typeof finalizersOf]}`;
  const key = nameKey(meta.namespace, meta.name);
  const made = (["TargetGroupBinding", "EksTargetGroupBinding"] as const)
    .flatMap((kind) => [...view.indexed(kind, "service", key)])
    .find((binding) => stackOf(binding)?.kind === "service");
  return made && `TargetGroupBinding ${made.meta.name}`;
}

/** Of the AWS Load Balancer Controller 3.5, and of the service controller of Kubernetes (`k8s.io/cloud-provider`). */
const finalizersOf = {
  "service.k8s.aws/resources": "the AWS Load Balancer Controller",
  "service.eks.amazonaws.com/resources": "EKS Auto Mode",
  "service.kubernetes.io/load-balancer-cleanup": "the in-tree controller",
} as const;
