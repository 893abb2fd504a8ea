/** Every kind that facts are read from: how it is listed and watched, and how a document in a file is told to be one. */

import { readGateway } from "./gateway/read-gateway.ts";
import { readGatewayClass } from "./gateway/read-gateway-class.ts";
import { readListenerSet } from "./gateway/read-listener-set.ts";
import { readLoadBalancerConfiguration } from "./gateway/read-load-balancer-configuration.ts";
import { readReferenceGrant } from "./gateway/read-reference-grant.ts";
import { readGrpcRoute, readHttpRoute, readTcpRoute, readTlsRoute, readUdpRoute } from "./gateway/read-route.ts";
import { readTargetGroupConfiguration } from "./gateway/read-target-group-configuration.ts";
import { readDisruptionBudget } from "./read-disruption-budget.ts";
import { readIngress } from "./read-ingress.ts";
import { readIngressClass } from "./read-ingress-class.ts";
import { readEksIngressClassParams, readIngressClassParams } from "./read-ingress-class-params.ts";
import { readNamespace } from "./read-namespace.ts";
import { readNode } from "./read-node.ts";
import { readRunningPod } from "./read-running-pod.ts";
import { readService } from "./read-service.ts";
import { readEksTargetGroupBinding, readTargetGroupBinding } from "./read-target-group-binding.ts";
import {
  readCronJob,
  readDaemonSet,
  readDeployment,
  readJob,
  readReplicaSet,
  readRollout,
  readStatefulSet,
} from "./read-workload.ts";

export interface WatchedKind<T> {
  /** As the object writes it. The key in the registry differs where two API groups have a kind of one name. */
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  /** In order of preference; the first that the API server serves is used. */
  readonly versions: readonly [string, ...string[]];
  readonly plural: string;
  readonly namespaced: boolean;
  /** Its CustomResourceDefinition may not be installed, which is no error. */
  readonly optional: boolean;
  /** False for what decisions do not look at: commands list it, the webhook does not watch it. */
  readonly watched: boolean;
  /** Undefined for what has no name. Never throws. */
  readonly read: (raw: unknown) => T | undefined;
}

const builtIn = { namespaced: true, optional: false, watched: true } as const;
const listedOnly = { ...builtIn, watched: false } as const;
const custom = { namespaced: true, optional: true, watched: true } as const;
const gatewayApi = { ...custom, group: "gateway.networking.k8s.io" } as const;
/** v1 is stored since AWS Load Balancer Controller 3.5, v1beta1 is still served; the schema is the same. */
const awsGateway = { ...custom, group: "gateway.k8s.aws", versions: ["v1", "v1beta1"] } as const;

export const watchedKinds = {
  Namespace: {
    ...builtIn,
    kind: "Namespace",
    group: "",
    versions: ["v1"],
    plural: "namespaces",
    namespaced: false,
    read: readNamespace,
  },
  /** Optional: a role that does not allow it only hides that a kubelet is too old for the sleep action. */
  Node: {
    ...builtIn,
    kind: "Node",
    group: "",
    versions: ["v1"],
    plural: "nodes",
    namespaced: false,
    optional: true,
    read: readNode,
  },
  Service: { ...builtIn, kind: "Service", group: "", versions: ["v1"], plural: "services", read: readService },
  Pod: { ...builtIn, kind: "Pod", group: "", versions: ["v1"], plural: "pods", read: readRunningPod },
  Ingress: { ...builtIn, kind: "Ingress", group: "networking.k8s.io", versions: ["v1"], plural: "ingresses", read: readIngress },
  IngressClass: {
    ...builtIn,
    kind: "IngressClass",
    group: "networking.k8s.io",
    versions: ["v1"],
    plural: "ingressclasses",
    namespaced: false,
    read: readIngressClass,
  },
  IngressClassParams: {
    ...custom,
    kind: "IngressClassParams",
    group: "elbv2.k8s.aws",
    versions: ["v1beta1"],
    plural: "ingressclassparams",
    namespaced: false,
    read: readIngressClassParams,
  },
  EksIngressClassParams: {
    ...custom,
    kind: "IngressClassParams",
    group: "eks.amazonaws.com",
    versions: ["v1"],
    plural: "ingressclassparams",
    namespaced: false,
    read: readEksIngressClassParams,
  },
  TargetGroupBinding: {
    ...custom,
    kind: "TargetGroupBinding",
    group: "elbv2.k8s.aws",
    versions: ["v1beta1"],
    plural: "targetgroupbindings",
    read: readTargetGroupBinding,
  },
  EksTargetGroupBinding: {
    ...custom,
    kind: "TargetGroupBinding",
    group: "eks.amazonaws.com",
    versions: ["v1"],
    plural: "targetgroupbindings",
    read: readEksTargetGroupBinding,
  },
  GatewayClass: {
    ...gatewayApi,
    kind: "GatewayClass",
    versions: ["v1", "v1beta1"],
    plural: "gatewayclasses",
    namespaced: false,
    read: readGatewayClass,
  },
  Gateway: { ...gatewayApi, kind: "Gateway", versions: ["v1", "v1beta1"], plural: "gateways", read: readGateway },
  ListenerSet: { ...gatewayApi, kind: "ListenerSet", versions: ["v1"], plural: "listenersets", read: readListenerSet },
  HTTPRoute: { ...gatewayApi, kind: "HTTPRoute", versions: ["v1", "v1beta1"], plural: "httproutes", read: readHttpRoute },
  GRPCRoute: { ...gatewayApi, kind: "GRPCRoute", versions: ["v1"], plural: "grpcroutes", read: readGrpcRoute },
  TCPRoute: { ...gatewayApi, kind: "TCPRoute", versions: ["v1", "v1alpha2"], plural: "tcproutes", read: readTcpRoute },
  UDPRoute: { ...gatewayApi, kind: "UDPRoute", versions: ["v1", "v1alpha2"], plural: "udproutes", read: readUdpRoute },
  TLSRoute: {
    ...gatewayApi,
    kind: "TLSRoute",
    versions: ["v1", "v1alpha3", "v1alpha2"],
    plural: "tlsroutes",
    read: readTlsRoute,
  },
  ReferenceGrant: {
    ...gatewayApi,
    kind: "ReferenceGrant",
    versions: ["v1", "v1beta1"],
    plural: "referencegrants",
    read: readReferenceGrant,
  },
  TargetGroupConfiguration: {
    ...awsGateway,
    kind: "TargetGroupConfiguration",
    plural: "targetgroupconfigurations",
    read: readTargetGroupConfiguration,
  },
  LoadBalancerConfiguration: {
    ...awsGateway,
    kind: "LoadBalancerConfiguration",
    plural: "loadbalancerconfigurations",
    read: readLoadBalancerConfiguration,
  },
  PodDisruptionBudget: {
    ...builtIn,
    kind: "PodDisruptionBudget",
    group: "policy",
    versions: ["v1"],
    plural: "poddisruptionbudgets",
    read: readDisruptionBudget,
  },
  Deployment: { ...builtIn, kind: "Deployment", group: "apps", versions: ["v1"], plural: "deployments", read: readDeployment },
  StatefulSet: {
    ...builtIn,
    kind: "StatefulSet",
    group: "apps",
    versions: ["v1"],
    plural: "statefulsets",
    read: readStatefulSet,
  },
  DaemonSet: { ...builtIn, kind: "DaemonSet", group: "apps", versions: ["v1"], plural: "daemonsets", read: readDaemonSet },
  ReplicaSet: { ...listedOnly, kind: "ReplicaSet", group: "apps", versions: ["v1"], plural: "replicasets", read: readReplicaSet },
  Job: { ...listedOnly, kind: "Job", group: "batch", versions: ["v1"], plural: "jobs", read: readJob },
  CronJob: { ...listedOnly, kind: "CronJob", group: "batch", versions: ["v1"], plural: "cronjobs", read: readCronJob },
  Rollout: { ...custom, kind: "Rollout", group: "argoproj.io", versions: ["v1alpha1"], plural: "rollouts", read: readRollout },
} as const satisfies Readonly<Record<string, WatchedKind<unknown>>>;

export type WatchedKindName = keyof typeof watchedKinds;

/** The registry key of what an object says it is, whichever version of the group it is written in. */
export function watchedKindOf(apiVersion: string, kind: string): WatchedKindName | undefined {
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  return byGroupAndKind.get(`${group}/${kind}`);
}

const byGroupAndKind: ReadonlyMap<string, WatchedKindName> = new Map(
  Object.entries(watchedKinds).map(([name, { group, kind }]) => [`${group}/${kind}`, name as WatchedKindName]),
);
