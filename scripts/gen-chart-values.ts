/** The chart's own values. What Outlive itself is told stands below `configuration` and comes from the schema of its configuration file. */
import { z } from "zod";
import { certificateValues, monitoringValues } from "./gen-chart-values-around.ts";
import { free, freeList, named, section, text } from "./gen-chart-values-fields.ts";
import { publication } from "./release/publication.ts";

const whole = (byDefault: number, minimum: number, describe: string) =>
  z.number().int().min(minimum).default(byDefault).describe(describe);
const flag = (byDefault: boolean, describe: string) => z.boolean().default(byDefault).describe(describe);

const failurePolicy = (describe: string) =>
  section(
    {
      enabled: flag(true, "whether the webhook is registered"),
      failurePolicy: z
        .enum(["Ignore", "Fail"])
        .default("Ignore")
        .describe("while no replica responds: Ignore admits unchecked, Fail denies"),
    },
    describe,
  );

const image = section(
  {
    registry: text("", "prefix of the repository; global.imageRegistry takes precedence"),
    repository: text(
      publication().image ?? "outlive",
      publication().image === undefined
        ? "image in your registry, built from the Dockerfile; none is published"
        : "Outlive's image, or a copy in your registry",
    ),
    tag: text("", "empty for the chart's appVersion"),
    digest: text("", "sha256:…; takes precedence over the tag"),
    pullPolicy: z.enum(["Always", "IfNotPresent", "Never"]).default("IfNotPresent").describe("image pull policy"),
  },
  "the container image",
);

const scaling = {
  replicaCount: whole(3, 1, "replicas; three keep serving while one is rolled and one is lost"),
  revisionHistoryLimit: whole(3, 0, "old ReplicaSets to keep for a rollback"),
  updateStrategy: free(
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    "a new replica is ready before an old one stops",
  ),
  autoscaling: section(
    {
      enabled: flag(false, "a HorizontalPodAutoscaler instead of replicaCount"),
      minReplicas: whole(3, 1, "never fewer"),
      maxReplicas: whole(6, 1, "never more"),
      targetCPUUtilizationPercentage: whole(70, 1, "of the CPU request"),
      targetMemoryUtilizationPercentage: whole(0, 0, "of the memory request; 0 ignores memory"),
      behavior: free({}, "behavior of the HorizontalPodAutoscaler"),
    },
    "rarely needed: one replica handles thousands of reviews per second",
  ),
  podDisruptionBudget: section(
    {
      enabled: flag(true, "rendered for two or more replicas"),
      maxUnavailable: z.union([z.number().int(), z.string()]).default(1).describe("replicas that a drain may evict at a time"),
      unhealthyPodEvictionPolicy: z
        .enum(["AlwaysAllow", "IfHealthyBudget"])
        .default("AlwaysAllow")
        .describe("AlwaysAllow: a replica that is not ready never blocks a drain"),
    },
    "protects against draining too many nodes at once",
  ),
};

const placement = {
  topologySpreadConstraints: freeList("instead of the chart's own, which spread replicas over zones and hosts"),
  affinity: free({}, "affinity of the Pods"),
  nodeSelector: free({ "kubernetes.io/os": "linux" }, "nodes that may run it"),
  tolerations: freeList("taints that it tolerates"),
  priorityClassName: text("system-cluster-critical", "priority over regular Pods when nodes run short"),
  runtimeClassName: text("", "RuntimeClass of the Pods"),
};

const pod = {
  podLabels: named("labels of the Pods"),
  podAnnotations: named("annotations of the Pods"),
  deploymentAnnotations: named("annotations of the Deployment"),
  extraArgs: z.array(z.string()).default([]).describe("arguments after `serve --config …`"),
  extraEnv: freeList("environment variables"),
  extraEnvFrom: freeList("sources of environment variables"),
  extraVolumes: freeList("volumes"),
  extraVolumeMounts: freeList("mounts of the container"),
  extraInitContainers: freeList("init containers"),
  extraContainers: freeList("containers beside Outlive's"),
  podSecurityContext: free(
    {
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      fsGroup: 65_532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    "security context of the Pods; the profile `restricted` of Pod Security Standards admits it",
  ),
  containerSecurityContext: free(
    { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    "security context of the container",
  ),
  resources: free(
    { requests: { cpu: "200m", memory: "160Mi" }, limits: { memory: "512Mi" } },
    "requests and limits. Measured: up to 0.8 s of CPU time to start, 6m to 8m idle, 30m to 50m with 13 reviews per second, 114 to 132 MiB after the start, 289 to 325 MiB under floods of hostile bodies; facts of 10,000 Pods add about 40 MiB, those of 100,000 Pods and 10,000 routes about 180 MiB (docs/operations.md). A CPU limit would throttle responses that the API server waits for",
  ),
  startupProbe: free(
    { periodSeconds: 1, failureThreshold: 60, timeoutSeconds: 2 },
    "until the listener is up; liveness starts then",
  ),
  livenessProbe: free({ periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 3 }, "checks only that the event loop runs"),
  readinessProbe: free(
    { periodSeconds: 2, failureThreshold: 2, timeoutSeconds: 2 },
    "depends on the caches, the certificate and the drain",
  ),
  preStopSleepSeconds: whole(
    5,
    0,
    "native sleep before SIGTERM, so that endpoints propagate even if the process exits at once; 0 omits it",
  ),
  terminationGracePeriodSeconds: whole(
    45,
    1,
    "at least preStopSleepSeconds + configuration.server.drain + 11, which the chart checks",
  ),
  hostNetwork: flag(false, "for a control plane that cannot reach Pod addresses: an overlay CNI on EKS"),
  dnsPolicy: text("", "empty: ClusterFirstWithHostNet with hostNetwork, otherwise ClusterFirst"),
  dnsConfig: free({}, "DNS of the Pods"),
  enableServiceLinks: flag(false, "an environment variable for each Service of the namespace"),
};

const access = {
  serviceAccount: section(
    {
      create: flag(true, "whether the chart creates it"),
      name: text("", "empty for the full name"),
      annotations: named("annotations, such as eks.amazonaws.com/role-arn for IRSA; needed only with configuration.aws.enabled"),
    },
    "the identity that watches the cluster",
  ),
  rbac: section(
    {
      create: flag(true, "ClusterRole, Role and their bindings"),
      extraRules: freeList("additional rules of the ClusterRole"),
    },
    "permissions; docs/security.md says what each is for",
  ),
};

const service = section(
  {
    type: z.enum(["ClusterIP", "NodePort", "LoadBalancer"]).default("ClusterIP").describe("type of the webhook's Service"),
    port: whole(443, 1, "port of the webhook's Service"),
    annotations: named("annotations of the Service"),
    ipFamilyPolicy: text("", "SingleStack, PreferDualStack or RequireDualStack"),
    ipFamilies: z
      .array(z.enum(["IPv4", "IPv6"]))
      .default([])
      .describe("address families in order"),
    trafficDistribution: text(
      "",
      "for example PreferSameZone, which before Kubernetes 1.34 is PreferClose; it does not affect calls of the control plane",
    ),
  },
  "what the API server calls",
);

const webhooks = section(
  {
    create: flag(true, "false: you register the webhooks yourself"),
    name: text(
      "outlive",
      "name of both configurations; must sort after aws-load-balancer-webhook, so that Outlive sees its changes",
    ),
    annotations: named("annotations, such as those of Argo CD"),
    labels: named("labels, such as admissions.enforcer/disabled on AKS"),
    timeoutSeconds: z.number().int().min(1).max(30).default(3).describe("how long the API server waits"),
    reinvocationPolicy: z
      .enum(["IfNeeded", "Never"])
      .default("IfNeeded")
      .describe("IfNeeded: called again if a later webhook changes the object, for example adds a container"),
    namespaceSelector: freeList("additional matchExpressions for namespaces, besides scope and exclusions"),
    objectSelector: free({}, "object labels; users can omit them, so this is not a protection"),
    matchConditions: freeList("additional CEL conditions; guard them with has()"),
    argoRollouts: flag(false, "handle Argo Rollouts (argoproj.io) like Deployments"),
    pods: failurePolicy(
      "Pods and workload templates, which are patched. Fail here stops every Pod in scope while Outlive is down",
    ),
    workloads: failurePolicy("workloads, which are checked"),
    routes: failurePolicy("Ingresses, Services, TargetGroupBindings and the Gateway API, which are checked"),
    classes: failurePolicy("IngressClassParams, which belong to no namespace and are always in scope"),
    namespaces: failurePolicy("Namespaces with labels of Outlive, whose writers are warned of misspelt ones"),
  },
  "the webhook configurations",
);

export const chartValues = z.strictObject({
  global: section(
    {
      imageRegistry: text("", "registry of every image; takes precedence over image.registry"),
      imagePullSecrets: freeList("image pull secrets, before imagePullSecrets"),
    },
    "shared with charts around this one",
  ),
  nameOverride: text("", "instead of the chart's name"),
  fullnameOverride: text("", "instead of release and chart name"),
  namespaceOverride: text("", "instead of the release's namespace"),
  commonLabels: named("labels of every object"),
  commonAnnotations: named("annotations of every object"),
  image,
  imagePullSecrets: freeList("image pull secrets"),
  ...scaling,
  ...placement,
  ...pod,
  service,
  ...access,
  webhooks,
  ...certificateValues,
  reports: section(
    {
      enabled: flag(false, "policy reports in the API that is installed, with a ClusterRole to write them"),
      api: z
        .enum(["auto", "openreports", "wgpolicyk8s"])
        .default("auto")
        .describe("auto: openreports.io/v1alpha1 if the cluster has it, else wgpolicyk8s.io/v1alpha2"),
      events: flag(false, "Events on workloads, with a ClusterRole to create them"),
      aggregateToView: flag(true, "with enabled: whoever may view a namespace may read its reports"),
    },
    "continuous audit: one elected replica judges every workload while all of them serve",
  ),
  restart: section(
    {
      onNewRoute: flag(
        false,
        "restart workloads in enforce mode whose first Pods were created before their route, with a ClusterRole to patch workloads",
      ),
      within: text("5m", "only while the oldest Pod of the workload is younger than this"),
    },
    "what the elected replica restarts by itself",
  ),
  ...monitoringValues,
  extraObjects: freeList("additional objects, as YAML or as text with templates"),
});
