/** One of everything that Outlive reads, each leading to the Service `web` in the namespace `shop`. */
import { type Raw, rawBinding, rawClass, rawIngress, rawParams, rawPath, rawService } from "./routing.ts";

const object = (apiVersion: string, kind: string, name: string, spec: Raw, metadata: Raw = {}): Raw => ({
  apiVersion,
  kind,
  metadata: { namespace: "shop", name, labels: { app: "web" }, annotations: { "outlive.dev/request-timeout": "5" }, ...metadata },
  spec,
});

const gatewayApi = "gateway.networking.k8s.io/v1";
const awsGateway = "gateway.k8s.aws/v1";
const toWeb = { name: "web", port: 80, weight: 1, kind: "Service", group: "" };

const podTemplate: Raw = {
  metadata: { labels: { app: "web" }, annotations: { "outlive.dev/shutdown": "5s", "outlive.dev/containers": "app" } },
  spec: {
    terminationGracePeriodSeconds: 30,
    readinessGates: [{ conditionType: "target-health.elbv2.k8s.aws/b" }],
    restartPolicy: "Always",
    nodeSelector: { "kubernetes.io/os": "linux" },
    containers: [
      {
        name: "app",
        image: "app:1",
        ports: [{ name: "http", containerPort: 8080 }],
        lifecycle: { preStop: { exec: { command: ["sh", "-c", "sleep 5"] } } },
        readinessProbe: { httpGet: { path: "/", port: 8080 } },
      },
    ],
  },
};

const workload = (kind: string, apiVersion: string, strategy: Raw): Raw =>
  object(apiVersion, kind, "web", { replicas: 2, template: podTemplate, selector: { matchLabels: { app: "web" } }, ...strategy });

const alb = {
  "alb.ingress.kubernetes.io/group.name": "edge",
  "alb.ingress.kubernetes.io/group.order": "1",
  "alb.ingress.kubernetes.io/target-type": "ip",
  "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
  "alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:eu-west-1:1:certificate/1,arn:aws:acm:eu-west-1:1:certificate/2",
  "alb.ingress.kubernetes.io/ssl-redirect": "443",
  "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=35,slow_start.duration_seconds=30",
  "alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=60",
  "alb.ingress.kubernetes.io/target-node-labels": "a=b,c=d",
  "alb.ingress.kubernetes.io/backend-protocol": "HTTP",
  "alb.ingress.kubernetes.io/backend-protocol-version": "HTTP1",
  "alb.ingress.kubernetes.io/healthcheck-port": "traffic-port",
  "alb.ingress.kubernetes.io/healthcheck-protocol": "HTTP",
  "alb.ingress.kubernetes.io/healthcheck-path": "/",
  "alb.ingress.kubernetes.io/healthcheck-interval-seconds": "15",
  "alb.ingress.kubernetes.io/healthcheck-timeout-seconds": "5",
  "alb.ingress.kubernetes.io/healthy-threshold-count": "2",
  "alb.ingress.kubernetes.io/unhealthy-threshold-count": "2",
  "alb.ingress.kubernetes.io/success-codes": "200",
  "alb.ingress.kubernetes.io/use-regex-path-match": "false",
  "alb.ingress.kubernetes.io/target-control-port.web.80": "8080",
  "alb.ingress.kubernetes.io/actions.away":
    '{"type":"redirect","redirectConfig":{"host":"example.org","path":"/#{path}","port":"443","protocol":"HTTPS","query":"#{query}","statusCode":"HTTP_301"}}',
  "alb.ingress.kubernetes.io/actions.both":
    '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"web","servicePort":"80","weight":1},{"serviceName":"web","servicePort":80,"weight":2}],"targetGroupStickinessConfig":{"enabled":true,"durationSeconds":1}}}',
  "alb.ingress.kubernetes.io/conditions.both":
    '[{"field":"host-header","hostHeaderConfig":{"values":["a.example.org"]}},{"field":"path-pattern","pathPatternConfig":{"values":["/a"]}}]',
  "outlive.dev/next-deregistration-delay": "40",
};

const nlb = {
  "service.beta.kubernetes.io/aws-load-balancer-type": "external",
  "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
  "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes": "deregistration_delay.timeout_seconds=35",
  "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes.80": "proxy_protocol_v2.enabled=true",
  "service.beta.kubernetes.io/aws-load-balancer-listener-attributes.TCP-80": "tcp.idle_timeout.seconds=350",
  "service.beta.kubernetes.io/aws-load-balancer-ssl-ports": "http,443",
  "service.beta.kubernetes.io/aws-load-balancer-ssl-cert": "arn:aws:acm:eu-west-1:1:certificate/1",
  "service.beta.kubernetes.io/aws-load-balancer-backend-protocol": "tcp",
  "service.beta.kubernetes.io/aws-load-balancer-quic-enabled-ports": "",
  "service.beta.kubernetes.io/aws-load-balancer-enable-tcp-udp-listener": "true",
  "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol": "*",
  "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol-per-target-group": "80,443",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-port": "http",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol": "HTTP",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-path": "/",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-interval": "10",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-timeout": "6",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-healthy-threshold": "3",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-unhealthy-threshold": "3",
  "service.beta.kubernetes.io/aws-load-balancer-healthcheck-success-codes": "200",
  "service.beta.kubernetes.io/actions.TCP-80":
    '{"type":"forward","forwardConfig":{"baseServiceWeight":1,"targetGroups":[{"serviceName":"other","servicePort":80,"weight":1,"decrypt":true}]}}',
};

const route = (kind: string, spec: Raw = {}): Raw =>
  object(gatewayApi, kind, "web", {
    parentRefs: [{ name: "edge", kind: "Gateway", namespace: "shop", sectionName: "http", port: 80 }],
    rules: [{ backendRefs: [toWeb], filters: [{ type: "RequestRedirect" }], matches: [{ path: { value: "/" } }] }],
    ...spec,
  });

export const plainWorld: readonly Raw[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels: { "outlive.dev/mode": "enforce" } } },
  rawClass("alb", { parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name: "alb" } }),
  rawParams("alb", {
    targetType: "ip",
    loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "60" }],
    sslRedirectPort: "443",
    namespaceSelector: { matchLabels: { a: "b" }, matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] },
    certificateArn: ["arn"],
  }),
  rawService("web", { annotations: nlb, spec: { type: "LoadBalancer", ports: [{ name: "http", port: 80, targetPort: 8080 }] } }),
  rawService("other"),
  rawIngress("web", {
    annotations: alb,
    paths: [rawPath("web"), rawPath("both", "use-annotation", "/b"), rawPath("away", "use-annotation", "/c", "Exact")],
    spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
  }),
  rawBinding("b", { labels: { "ingress.k8s.aws/stack": "edge" }, annotations: { "outlive.dev/deregistration-delay": "35" } }),
  object(gatewayApi, "GatewayClass", "lb", {
    controllerName: "gateway.k8s.aws/alb",
    parametersRef: { name: "lb", namespace: "shop" },
  }),
  object(gatewayApi, "Gateway", "edge", {
    gatewayClassName: "lb",
    listeners: [
      {
        name: "http",
        protocol: "HTTP",
        port: 80,
        hostname: "*.example.org",
        tls: { mode: "Terminate" },
        allowedRoutes: { namespaces: { from: "All", selector: { matchLabels: { a: "b" } } }, kinds: [{ kind: "HTTPRoute" }] },
      },
    ],
    allowedListeners: { namespaces: { from: "All" } },
    infrastructure: { parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "lb" } },
  }),
  object(gatewayApi, "ListenerSet", "more", {
    parentRef: { name: "edge" },
    listeners: [{ name: "x", protocol: "HTTP", port: 81 }],
  }),
  route("HTTPRoute", { hostnames: ["a.example.org"] }),
  route("GRPCRoute", { hostnames: ["a.example.org"] }),
  route("TCPRoute"),
  route("UDPRoute"),
  route("TLSRoute", { hostnames: ["a.example.org"] }),
  object(gatewayApi, "ReferenceGrant", "g", {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "shop" }],
    to: [{ group: "", kind: "Service", name: "web" }],
  }),
  object(awsGateway, "TargetGroupConfiguration", "web", {
    targetReference: { name: "web" },
    defaultConfiguration: {
      targetType: "ip",
      targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "35" }],
      healthCheckConfig: { healthCheckInterval: 10, healthCheckPort: "http", healthCheckPath: "/", matcher: { httpCode: "200" } },
    },
    routeConfigurations: [
      { routeIdentifier: { kind: "HTTPRoute", namespace: "shop", name: "web" }, targetGroupProps: { targetType: "ip" } },
    ],
  }),
  object(awsGateway, "LoadBalancerConfiguration", "lb", {
    mergingMode: "prefer-gateway",
    loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "60" }],
    listenerConfigurations: [{ protocolPort: "HTTP:80", listenerAttributes: [{ key: "a", value: "b" }], quicEnabled: true }],
    defaultTargetGroupConfiguration: { name: "defaults" },
  }),
  workload("Deployment", "apps/v1", {
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: 1 } },
  }),
  workload("StatefulSet", "apps/v1", { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } } }),
  workload("DaemonSet", "apps/v1", { updateStrategy: { type: "RollingUpdate" } }),
  workload("ReplicaSet", "apps/v1", {}),
  workload("Rollout", "argoproj.io/v1alpha1", { strategy: { canary: { maxSurge: 1 } } }),
  object("policy/v1", "PodDisruptionBudget", "web", {
    minAvailable: 1,
    selector: { matchLabels: { app: "web" }, matchExpressions: [{ key: "app", operator: "In", values: ["web"] }] },
  }),
  {
    apiVersion: "v1",
    kind: "Pod",
    ...podTemplate,
    metadata: { ...(podTemplate["metadata"] as Raw), namespace: "shop", name: "web-1" },
  },
];
