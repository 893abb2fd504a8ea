/** What the demo applies: one application as people write it, once for each mode. */
import { keys } from "#model/settings/keys.ts";

export const demoModes = ["enforce", "warn", "audit"] as const;

export type DemoMode = (typeof demoModes)[number];

export const namespaceOf = (mode: DemoMode): string => `outlive-demo-${mode}`;

/** The class that the AWS Load Balancer Controller's chart makes, so that manifests of the user's own work beside the demo. */
export const ingressClassName = "alb";

/** By which the demo finds again what it made, and takes away nothing else. */
const madeHere = { "app.kubernetes.io/managed-by": "outlive-demo" };

export const madeHereSelector = Object.entries(madeHere)
  .map(([key, value]) => `${key}=${value}`)
  .join(",");

export const ingressClass = {
  apiVersion: "networking.k8s.io/v1",
  kind: "IngressClass",
  metadata: { name: ingressClassName, labels: madeHere },
  spec: { controller: "ingress.k8s.aws/alb" },
};

export const namespace = (mode: DemoMode): object => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: namespaceOf(mode), labels: { [keys.mode]: mode } },
});

const ingress = (mode: DemoMode, delay: number): object => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    name: "shop",
    namespace: namespaceOf(mode),
    annotations: {
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/target-group-attributes": `deregistration_delay.timeout_seconds=${delay}`,
    },
  },
  spec: {
    ingressClassName,
    rules: [
      { http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "shop", port: { name: "http" } } } }] } },
    ],
  },
});

/** The AWS controller would make the binding; the demo has no AWS behind it, so it makes one with the controller's labels itself. */
export const routes = (mode: DemoMode): readonly object[] => [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shop", namespace: namespaceOf(mode) },
    spec: { selector: { app: "shop" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
  },
  ingress(mode, 35),
  {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: {
      name: "k8s-shop-shop-0123456789",
      namespace: namespaceOf(mode),
      labels: { "ingress.k8s.aws/stack-namespace": namespaceOf(mode), "ingress.k8s.aws/stack-name": "shop" },
    },
    spec: {
      targetType: "ip",
      serviceRef: { name: "shop", port: "http" },
      targetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/k8s-shop-shop/0",
    },
  },
];

export const deployment = (mode: DemoMode): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop", namespace: namespaceOf(mode) },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "shop" } },
    template: {
      metadata: { labels: { app: "shop" } },
      spec: {
        containers: [
          {
            name: "app",
            image: "shop:1",
            ports: [{ containerPort: 8080 }],
            readinessProbe: { httpGet: { path: "/", port: 8080 } },
          },
        ],
      },
    },
  },
});
