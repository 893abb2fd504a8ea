/** The fields that the plain world leaves out, because they stand beside one another in no object, or change what it is about. */
import type { Raw } from "./routing.ts";

const meta = (name: string, namespaced = true): Raw => ({
  ...(namespaced ? { namespace: "shop" } : {}),
  name,
  uid: "0c7d",
  creationTimestamp: "2026-01-01T00:00:00Z",
  labels: { app: "web" },
  annotations: { "outlive.dev/request-timeout": "5" },
  finalizers: ["service.k8s.aws/resources"],
  ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-5d9", uid: "1", controller: true }],
});
const object = (apiVersion: string, kind: string, spec: Raw, metadata: Raw = meta("further")): Raw => ({
  apiVersion,
  kind,
  metadata,
  spec,
});

const podSpec: Raw = {
  os: { name: "linux" },
  hostNetwork: false,
  restartPolicy: "Always",
  terminationGracePeriodSeconds: 60,
  nodeSelector: { "kubernetes.io/os": "linux" },
  readinessGates: [{ conditionType: "target-health.elbv2.k8s.aws/b" }],
  tolerations: [{ key: "a", operator: "Equal", value: "b", effect: "NoSchedule" }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] }],
      },
    },
  },
  containers: [
    {
      name: "app",
      image: "registry.example.org/app:1",
      command: ["app"],
      args: ["--flag=a"],
      env: [{ name: "A", value: "b" }],
      ports: [{ name: "http", containerPort: 8080 }],
      readinessProbe: { httpGet: { path: "/", port: 8080 } },
      lifecycle: { preStop: { httpGet: { path: "/", port: 8080 } } },
    },
    { name: "native", image: "a", lifecycle: { preStop: { sleep: { seconds: 5 } } } },
  ],
};
const template: Raw = { metadata: { labels: { app: "web" }, annotations: { "outlive.dev/skip": "why" } }, spec: podSpec };
const workload = (kind: string, apiVersion: string, spec: Raw): Raw =>
  object(apiVersion, kind, { replicas: 2, template, selector: { matchLabels: { app: "web" } }, ...spec });
const rollingUpdate = { maxSurge: 1, maxUnavailable: 0, partition: 0 };

const awsGateway = "gateway.k8s.aws/v1";
const gatewayApi = "gateway.networking.k8s.io/v1";
const selector = { matchLabels: { a: "b" }, matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] };
const allowedRoutes = { namespaces: { from: "Selector", selector }, kinds: [{ kind: "HTTPRoute" }] };
const toWeb = { name: "web", port: 80, weight: 1, kind: "Service", group: "", namespace: "shop" };
const targetGroup: Raw = {
  targetType: "ip",
  targetGroupName: "name",
  protocol: "HTTP",
  protocolVersion: "HTTP1",
  targetControlPort: 8080,
  targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "35" }],
  healthCheckConfig: {
    healthCheckInterval: 10,
    healthCheckTimeout: 5,
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 2,
    healthCheckPort: "http",
    healthCheckPath: "/",
    healthCheckProtocol: "HTTP",
    matcher: { httpCode: "200", grpcCode: "0" },
  },
};
const classParameters: Raw = {
  group: { name: "edge" },
  namespaceSelector: selector,
  targetType: "ip",
  scheme: "internal",
  ipAddressType: "ipv4",
  inboundCIDRs: ["10.0.0.0/8"],
  loadBalancerName: "name",
  loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "60" }],
  prefixListsIDs: ["pl-1"],
  PrefixListsIDs: ["pl-1"],
  sslPolicy: "policy",
  sslRedirectPort: "443",
  certificateArn: ["arn"],
  certificateARNs: ["arn"],
  tags: [{ key: "a", value: "b" }],
  subnets: { ids: ["subnet-1"], tags: { a: ["b"] }, matchTags: [{ key: "a", values: ["b"] }] },
  minimumLoadBalancerCapacity: { capacityUnits: 1 },
  ipamConfiguration: { ipv4IPAMPoolId: "ipam" },
  wafv2AclArn: "arn",
  wafv2AclName: "name",
};
const binding: Raw = {
  targetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/b/1",
  targetGroupName: "b",
  targetGroupProtocol: "HTTP",
  targetType: "ip",
  serviceRef: { name: "web", port: 80 },
  nodeSelector: selector,
  multiClusterTargetGroup: false,
};
const route = (kind: string): Raw =>
  object(gatewayApi, kind, {
    parentRefs: [{ name: "more", kind: "ListenerSet", namespace: "shop" }],
    hostnames: ["a.example.org"],
    rules: [
      {
        backendRefs: [toWeb],
        filters: [
          { type: "ExtensionRef", extensionRef: { group: "gateway.k8s.aws", kind: "ListenerRuleConfiguration", name: "a" } },
        ],
      },
    ],
  });

export const furtherObjects: readonly Raw[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: meta("further", false) },
  object("networking.k8s.io/v1", "IngressClass", { controller: "ingress.k8s.aws/alb" }, meta("further", false)),
  object("elbv2.k8s.aws/v1beta1", "IngressClassParams", classParameters, meta("further", false)),
  object("eks.amazonaws.com/v1", "IngressClassParams", classParameters, meta("further", false)),
  object("v1", "Service", {
    type: "ClusterIP",
    selector: { app: "web" },
    ports: [{ name: "http", port: 80, protocol: "TCP", targetPort: "http", nodePort: 30080 }],
    loadBalancerClass: "service.k8s.aws/nlb",
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30081,
    allocateLoadBalancerNodePorts: true,
    publishNotReadyAddresses: false,
  }),
  object("networking.k8s.io/v1", "Ingress", {
    ingressClassName: "alb",
    defaultBackend: { service: { name: "web", port: { name: "http" } } },
    rules: [
      {
        host: "a.example.org",
        http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { name: "http" } } } }] },
      },
    ],
    tls: [{ hosts: ["a.example.org"], secretName: "a" }],
  }),
  object("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", binding),
  object("eks.amazonaws.com/v1", "TargetGroupBinding", binding),
  object(
    gatewayApi,
    "GatewayClass",
    {
      controllerName: "gateway.k8s.aws/alb",
      parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "lb", namespace: "shop" },
    },
    meta("further", false),
  ),
  object(gatewayApi, "Gateway", {
    gatewayClassName: "lb",
    listeners: [
      { name: "http", protocol: "HTTP", port: 80, hostname: "*.example.org", tls: { mode: "Terminate" }, allowedRoutes },
    ],
    allowedListeners: { namespaces: { from: "Selector", selector } },
    infrastructure: {
      parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "lb", namespace: "shop" },
    },
  }),
  object(gatewayApi, "ListenerSet", {
    parentRef: { name: "edge", kind: "Gateway", namespace: "shop", sectionName: "http", port: 80 },
    listeners: [{ name: "y", protocol: "HTTP", port: 82, hostname: "a.example.org", tls: { mode: "Terminate" }, allowedRoutes }],
  }),
  ...["HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute"].map(route),
  object(gatewayApi, "ReferenceGrant", {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "shop" }],
    to: [{ group: "", kind: "Service", name: "web" }],
  }),
  object(awsGateway, "TargetGroupConfiguration", {
    targetReference: { name: "web", kind: "Service" },
    defaultConfiguration: targetGroup,
    routeConfigurations: [
      { routeIdentifier: { kind: "HTTPRoute", namespace: "shop", name: "web" }, targetGroupProps: targetGroup },
    ],
  }),
  object(awsGateway, "LoadBalancerConfiguration", { loadBalancerName: "lb" }),
  workload("Deployment", "apps/v1", { strategy: { type: "RollingUpdate", rollingUpdate } }),
  workload("StatefulSet", "apps/v1", { updateStrategy: { type: "RollingUpdate", rollingUpdate } }),
  workload("DaemonSet", "apps/v1", { updateStrategy: { type: "RollingUpdate", rollingUpdate } }),
  workload("ReplicaSet", "apps/v1", {}),
  workload("Job", "batch/v1", {}),
  object("batch/v1", "CronJob", { jobTemplate: { spec: { template } } }),
  workload("Rollout", "argoproj.io/v1alpha1", {
    workloadRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    strategy: {
      canary: {
        ...rollingUpdate,
        stableService: "web",
        canaryService: "other",
        pingPong: { pingService: "web", pongService: "other" },
        dynamicStableScale: false,
        scaleDownDelaySeconds: 30,
        abortScaleDownDelaySeconds: 30,
        scaleDownDelayRevisionLimit: 2,
        trafficRouting: {
          alb: { ingress: "web", ingresses: ["web"], rootService: "web", servicePort: 80, annotationPrefix: "" },
        },
      },
    },
  }),
  {
    ...workload("Rollout", "argoproj.io/v1alpha1", {
      strategy: {
        blueGreen: {
          activeService: "web",
          previewService: "other",
          postPromotionAnalysis: { templates: [{ templateName: "a" }] },
          scaleDownDelaySeconds: 30,
          abortScaleDownDelaySeconds: 30,
          scaleDownDelayRevisionLimit: 2,
        },
      },
    }),
    metadata: meta("blue-green"),
  },
  object("policy/v1", "PodDisruptionBudget", { maxUnavailable: 1, selector }),
  object("autoscaling/v2", "HorizontalPodAutoscaler", {
    minReplicas: 2,
    maxReplicas: 4,
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
  }),
  { ...object("v1", "Pod", podSpec), status: { phase: "Running" } },
];
