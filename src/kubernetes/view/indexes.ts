/**
 * The kinds that facts are read from, and how each is looked up by content.
 * An index function gives the keys under which one object is filed.
 */

import { gatewayKeys } from "#load-balancers/gateway/gateway-keys.ts";
import { ingressKeys } from "#load-balancers/ingress/ingress-keys.ts";
import { serviceKeys } from "#load-balancers/service/service-keys.ts";
import type { PodDisruptionBudget } from "#model/kubernetes/disruption-budget.ts";
import type { Node } from "#model/kubernetes/node.ts";
import type { Gateway, GatewayClass, ListenerSet, ReferenceGrant, Route } from "#model/load-balancers/gateway.ts";
import type { LoadBalancerConfiguration, TargetGroupConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import type {
  Ingress,
  IngressClass,
  IngressClassParams,
  Namespace,
  Service,
  TargetGroupBinding,
} from "#model/load-balancers/routing.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { runsNativeSleep } from "./native-sleep.ts";

/** Two API groups have an IngressClassParams and a TargetGroupBinding; those of EKS Auto Mode are kept apart as `Eks…`. */
export interface ObjectsByKind {
  readonly Namespace: Namespace;
  readonly Node: Node;
  readonly Service: Service;
  readonly Ingress: Ingress;
  readonly IngressClass: IngressClass;
  readonly IngressClassParams: IngressClassParams;
  readonly EksIngressClassParams: IngressClassParams;
  readonly TargetGroupBinding: TargetGroupBinding;
  readonly EksTargetGroupBinding: TargetGroupBinding;
  readonly GatewayClass: GatewayClass;
  readonly Gateway: Gateway;
  readonly ListenerSet: ListenerSet;
  readonly HTTPRoute: Route;
  readonly GRPCRoute: Route;
  readonly TCPRoute: Route;
  readonly UDPRoute: Route;
  readonly TLSRoute: Route;
  readonly ReferenceGrant: ReferenceGrant;
  readonly TargetGroupConfiguration: TargetGroupConfiguration;
  readonly LoadBalancerConfiguration: LoadBalancerConfiguration;
  readonly Deployment: Workload;
  readonly StatefulSet: Workload;
  readonly DaemonSet: Workload;
  readonly ReplicaSet: Workload;
  readonly Job: Workload;
  readonly CronJob: Workload;
  readonly Rollout: Workload;
  readonly Pod: RunningPod;
  readonly PodDisruptionBudget: PodDisruptionBudget;
}

export type Kind = keyof ObjectsByKind;

type Indexing<K extends Kind> = Readonly<Record<string, (object: ObjectsByKind[K]) => readonly string[]>>;

/** The key under which a selector is filed, and one of those under which whatever it may select is. */
const labelKey = (namespace: string, label: string, value: string): string => `${namespace}/${label}=${value}`;

/** Labels that most objects of a namespace share; a selector is filed under one of them only if it has no other. */
const unselective = new Set([
  "app.kubernetes.io/component",
  "app.kubernetes.io/managed-by",
  "app.kubernetes.io/part-of",
  "component",
  "helm.sh/chart",
  "tier",
]);

/** One key is enough to find a selector again, because whatever it selects carries all of its labels. */
export function selectorKey(namespace: string, selector: Readonly<Record<string, string>>): string | undefined {
  const labels = Object.keys(selector).sort();
  const label = labels.find((name) => !unselective.has(name)) ?? labels[0];
  return label === undefined ? undefined : labelKey(namespace, label, selector[label] ?? "");
}

export const labelKeys = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).map(([label, value]) => labelKey(namespace, label, value));

export const nameKey = (namespace: string, name: string): string => `${namespace}/${name}`;

const workloads = {
  /** By each label of the Pods that it makes. */
  label: (workload: Workload): readonly string[] => labelKeys(workload.ref.namespace ?? "", workload.podLabels),
} satisfies Indexing<"Deployment">;

const bindings = {
  /** By `namespace/name` of the Service that it refers to. */
  service: (binding: TargetGroupBinding): readonly string[] => [nameKey(binding.meta.namespace, binding.service.name)],
} satisfies Indexing<"TargetGroupBinding">;

const routes = {
  /** By `namespace/name` of each Service that a rule names. */
  service: gatewayKeys.backendServices,
  /** By kind, namespace and name of each Gateway or ListenerSet that it asks to attach to. */
  parent: gatewayKeys.parents,
} satisfies Indexing<"HTTPRoute">;

export const indexes = {
  Namespace: {},
  Node: {
    /** `no` where the kubelet is too old for the sleep action; such nodes are few, or all. */
    nativeSleep: (node: Node): readonly string[] => (runsNativeSleep(node.kubeletVersion) ? [] : ["no"]),
  },
  Service: {
    /** By one label of its selector; ask with every label of what may be selected. */
    selector: (service: Service): readonly string[] => {
      const key = selectorKey(service.meta.namespace, service.selector);
      return key === undefined ? [] : [key];
    },
    /** By `namespace/name` of each Service that its weighted listener actions name. */
    forwardsTo: serviceKeys.forwardsTo,
  },
  Ingress: {
    /** By `namespace/name` of each Service that a backend or an `actions.*` annotation names. */
    service: (ingress: Ingress): readonly string[] =>
      ingressKeys.serviceNames(ingress).map((name) => nameKey(ingress.meta.namespace, name)),
    /** By the value of the group annotation. */
    group: ingressKeys.groupAnnotation,
    /** By `spec.ingressClassName`; under "" where neither that nor the old annotation says a class. */
    class: ingressKeys.className,
  },
  IngressClass: {},
  IngressClassParams: {},
  EksIngressClassParams: {},
  TargetGroupBinding: bindings,
  EksTargetGroupBinding: bindings,
  GatewayClass: {},
  Gateway: {
    /** By the name of its class. */
    class: gatewayKeys.className,
    /** By `namespace/name` of its own LoadBalancerConfiguration. */
    configuration: gatewayKeys.configurationOfGateway,
  },
  ListenerSet: {
    /** By `namespace/name` of the Gateway that it asks to attach to. */
    gateway: gatewayKeys.gatewayOfListenerSet,
  },
  HTTPRoute: routes,
  GRPCRoute: routes,
  TCPRoute: routes,
  UDPRoute: routes,
  TLSRoute: routes,
  ReferenceGrant: {
    /** By its namespace, which is that of what it opens. */
    namespace: (grant: ReferenceGrant): readonly string[] => [grant.meta.namespace],
  },
  TargetGroupConfiguration: {
    /** By `namespace/name` of the Service that it configures. */
    service: gatewayKeys.targetService,
  },
  LoadBalancerConfiguration: {
    /** By `namespace/name` of the TargetGroupConfiguration that it names as the default. */
    defaults: gatewayKeys.defaultTargetGroupConfiguration,
  },
  Deployment: workloads,
  StatefulSet: workloads,
  DaemonSet: workloads,
  ReplicaSet: workloads,
  Job: workloads,
  CronJob: workloads,
  Rollout: workloads,
  Pod: {
    label: (pod: RunningPod): readonly string[] => labelKeys(pod.meta.namespace, pod.meta.labels),
  },
  PodDisruptionBudget: {
    namespace: (budget: PodDisruptionBudget): readonly string[] => [budget.meta.namespace],
  },
} as const satisfies { readonly [K in Kind]: Indexing<K> };

export type IndexName<K extends Kind> = Extract<keyof (typeof indexes)[K], string>;
