import { attributesAnnotation, delay } from "../support/shop.ts";

export const service = (namespace: string, name: string): object => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace },
  spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
});

export const ingress = (namespace: string, seconds: number, backend: { service: string; port: object }): object => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    name: "web",
    namespace,
    annotations: {
      "kubernetes.io/ingress.class": "alb",
      "alb.ingress.kubernetes.io/target-type": "ip",
      [attributesAnnotation]: delay(seconds),
    },
  },
  spec: {
    rules: [
      {
        http: {
          paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: backend.service, port: backend.port } } }],
        },
      },
    ],
  },
});

export const binding = (namespace: string, name: string, serviceName: string): object => ({
  apiVersion: "elbv2.k8s.aws/v1beta1",
  kind: "TargetGroupBinding",
  metadata: { name, namespace, labels: { "ingress.k8s.aws/stack-namespace": namespace, "ingress.k8s.aws/stack-name": "web" } },
  spec: { targetType: "ip", serviceRef: { name: serviceName, port: 80 } },
});

export const rollout = (namespace: string, strategy: object): object => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { name: "web", namespace },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "web" } },
    strategy,
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        containers: [
          {
            name: "app",
            image: "web:1",
            ports: [{ containerPort: 8080 }],
            readinessProbe: { httpGet: { path: "/", port: 8080 } },
          },
        ],
      },
    },
  },
});
