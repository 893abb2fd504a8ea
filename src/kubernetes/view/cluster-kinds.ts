/** The kinds that are no routes: what makes Pods, Pods themselves, and what their cluster says about them. */

import { readNode } from "#kubernetes/objects/nodes/read-node.ts";
import { readNodeClaim, readNodePool } from "#kubernetes/objects/nodes/read-node-pool.ts";
import { readGateWebhook } from "#kubernetes/objects/programs/read-gate-webhook.ts";
import { readDisruptionBudget } from "#kubernetes/objects/read-disruption-budget.ts";
import { readNamespace } from "#kubernetes/objects/read-namespace.ts";
import { readPodAutoscaler } from "#kubernetes/objects/read-pod-autoscaler.ts";
import { readRunningPod } from "#kubernetes/objects/read-running-pod.ts";
import {
  readCronJob,
  readDaemonSet,
  readDeployment,
  readJob,
  readReplicaSet,
  readRollout,
  readStatefulSet,
} from "#kubernetes/objects/read-workload.ts";
import { builtIn, custom } from "#kubernetes/objects/watched-kind.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { filedUnder, labelNameKeys, nameKey } from "./index-keys.ts";
import type { StoredKind } from "./kind-registry.ts";
import { runsNativeSleep } from "./native-sleep.ts";

const listedOnly = { ...builtIn, watched: false } as const;

const byPodLabel = {
  namespace: ({ ref }: Workload): readonly string[] => [ref.namespace ?? ""],
  /** By each label of the Pods that it makes. */
  label: (workload: Workload): readonly string[] => filedUnder(workload.ref.namespace ?? "", workload.podLabels),
  /** By the name of each such label: whether any template sets it. */
  labelName: (workload: Workload): readonly string[] => labelNameKeys(workload.ref.namespace ?? "", workload.podLabels),
};

const template = "the workload behind a Pod: its template can be changed, its replicas and roll-out are evaluated";
const made = "the owners of Pods, as commands list them";

/** The bulk of a Pod spec, in which nothing says how it ends. */
const unreadInTemplates = [
  "envFrom",
  "ephemeralContainers",
  "imagePullSecrets",
  "initContainers",
  "livenessProbe",
  "resources",
  "securityContext",
  "startupProbe",
  "status",
  "topologySpreadConstraints",
  "volumeClaimTemplates",
  "volumeMounts",
  "volumes",
] as const;

/** Of a Pod's status, only the phase is read. */
const unreadInPods = [
  ...unreadInTemplates.filter((field) => field !== "status"),
  "conditions",
  "containerStatuses",
  "env",
  "ephemeralContainerStatuses",
  "hostIPs",
  "initContainerStatuses",
  "podIPs",
] as const;

const core = { ...builtIn, group: "", versions: ["v1"] } as const;
const apps = { ...builtIn, group: "apps", versions: ["v1"], unread: unreadInTemplates, indexes: byPodLabel } as const;
const batch = { ...listedOnly, group: "batch", versions: ["v1"], indexes: byPodLabel, purpose: made } as const;

const karpenter = { ...custom, group: "karpenter.sh", versions: ["v1", "v1beta1"], namespaced: false } as const;

export const clusterKinds = {
  Namespace: {
    ...core,
    kind: "Namespace",
    plural: "namespaces",
    namespaced: false,
    read: readNamespace,
    indexes: {},
    purpose: "mode and policy of a namespace",
  },
  /** Optional: a role that does not allow it only hides kubelets that are too old, and how long nodes wait for their Pods. */
  Node: {
    ...core,
    kind: "Node",
    plural: "nodes",
    namespaced: false,
    optional: true,
    unread: ["conditions", "images", "volumesAttached", "volumesInUse"],
    read: readNode,
    /** `no` where the kubelet is too old for the sleep action; such nodes are few, or all. */
    indexes: {
      nativeSleep: ({ kubeletVersion }) => (runsNativeSleep(kubeletVersion) ? [] : ["no"]),
      /** By all traits at once: a cluster has few sets of them, so that no decision looks at single nodes. */
      traits: ({ traits }) => [JSON.stringify(traits)],
    },
    purpose: "kubelets before 1.30, which do not know the native sleep; how long a node waits for its Pods",
  },
  NodePool: {
    ...karpenter,
    kind: "NodePool",
    plural: "nodepools",
    read: readNodePool,
    indexes: {},
    purpose: "how long nodes of Karpenter and EKS Auto Mode wait for their Pods, and which Pods may run on them",
  },
  NodeClaim: {
    ...karpenter,
    kind: "NodeClaim",
    plural: "nodeclaims",
    read: readNodeClaim,
    /** By NodePool, capacity type and period at once: few sets, however many nodes there are. */
    indexes: { period: ({ pool, spot, terminationGracePeriod }) => [JSON.stringify({ pool, spot, terminationGracePeriod })] },
    purpose: "nodes that keep another terminationGracePeriod than their NodePool has now",
  },
  Pod: {
    ...core,
    kind: "Pod",
    plural: "pods",
    /** Pods that have ended are behind no load balancer; a Pod that ends leaves such a watch as if it were deleted. */
    fieldSelector: "status.phase!=Succeeded,status.phase!=Failed",
    unread: unreadInPods,
    read: readRunningPod,
    indexes: { label: ({ meta }) => filedUnder(meta.namespace, meta.labels) },
    purpose: "which Pods sleep too short for a delay that is to be raised; only names, labels and timings are kept",
  },
  Deployment: {
    ...apps,
    kind: "Deployment",
    plural: "deployments",
    read: readDeployment,
    /** By the name of the program that it runs, where that is one whose settings are read. */
    indexes: { ...byPodLabel, program: ({ program }) => (program === undefined ? [] : [program.name]) },
    purpose: template,
  },
  StatefulSet: { ...apps, kind: "StatefulSet", plural: "statefulsets", read: readStatefulSet, purpose: template },
  DaemonSet: { ...apps, kind: "DaemonSet", plural: "daemonsets", read: readDaemonSet, purpose: template },
  ReplicaSet: { ...apps, watched: false, kind: "ReplicaSet", plural: "replicasets", read: readReplicaSet, purpose: made },
  Job: { ...batch, kind: "Job", plural: "jobs", read: readJob },
  CronJob: { ...batch, kind: "CronJob", plural: "cronjobs", read: readCronJob },
  Rollout: {
    ...custom,
    kind: "Rollout",
    group: "argoproj.io",
    versions: ["v1alpha1"],
    plural: "rollouts",
    read: readRollout,
    indexes: {
      ...byPodLabel,
      /** By `namespace/name` of each Service whose selector its strategy switches. */
      service: ({ ref, rollout }) => (rollout?.argo?.services ?? []).map(({ name }) => nameKey(ref.namespace ?? "", name)),
      /** By `namespace/name` of each Ingress in which it shifts weights. */
      ingress: ({ ref, rollout }) => (rollout?.argo?.alb?.ingresses ?? []).map((name) => nameKey(ref.namespace ?? "", name)),
      /** By `namespace/kind/name` of the workload whose template it takes. */
      template: ({ ref, rollout }) =>
        rollout?.templateOf === undefined ? [] : [`${ref.namespace ?? ""}/${rollout.templateOf.kind}/${rollout.templateOf.name}`],
    },
    purpose: "Argo Rollouts, which take the place of Deployments, and the Services that their strategies switch",
  },
  PodDisruptionBudget: {
    ...builtIn,
    kind: "PodDisruptionBudget",
    group: "policy",
    versions: ["v1"],
    plural: "poddisruptionbudgets",
    read: readDisruptionBudget,
    indexes: { namespace: ({ meta }) => [meta.namespace] },
    purpose: "whether a drain can evict a Pod of the workload at all",
  },
  /** Optional: a role that does not allow it only hides how few Pods a workload can have. */
  HorizontalPodAutoscaler: {
    ...builtIn,
    kind: "HorizontalPodAutoscaler",
    group: "autoscaling",
    versions: ["v2", "v1"],
    plural: "horizontalpodautoscalers",
    optional: true,
    read: readPodAutoscaler,
    /** By `namespace/kind/name` of what it scales. */
    indexes: { target: ({ meta, target }) => [`${meta.namespace}/${target.kind}/${target.name}`] },
    purpose: "how few Pods a workload can have",
  },
  /** Optional: without it nobody learns whether Pods may be created without the controller's gates. */
  MutatingWebhookConfiguration: {
    ...listedOnly,
    kind: "MutatingWebhookConfiguration",
    group: "admissionregistration.k8s.io",
    versions: ["v1"],
    plural: "mutatingwebhookconfigurations",
    namespaced: false,
    optional: true,
    read: readGateWebhook,
    indexes: {},
    purpose: "whether Pods are admitted without the AWS Load Balancer Controller's readiness gates; nothing else is kept",
  },
} as const satisfies { readonly [K in ClusterKind]: StoredKind<K> };

export type ClusterKind =
  | "Namespace"
  | "Node"
  | "NodePool"
  | "NodeClaim"
  | "Pod"
  | "Deployment"
  | "StatefulSet"
  | "DaemonSet"
  | "ReplicaSet"
  | "Job"
  | "CronJob"
  | "Rollout"
  | "PodDisruptionBudget"
  | "HorizontalPodAutoscaler"
  | "MutatingWebhookConfiguration";
