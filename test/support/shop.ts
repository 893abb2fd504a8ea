/** The application that most tests against the API server use: Service, Ingress and Deployment named `shop`. */

export const attributesAnnotation = "alb.ingress.kubernetes.io/target-group-attributes";

export const service = (namespace: string, annotations: Readonly<Record<string, string>> = {}): object => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "shop", namespace, annotations },
  spec: { selector: { app: "shop" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
});

export const ingress = (
  namespace: string,
  attributes: string | undefined,
  annotations: Readonly<Record<string, string>> = {},
): object =>
  albIngress(
    { namespace, name: "shop", port: { name: "http" } },
    {
      ...(attributes === undefined ? {} : { [attributesAnnotation]: attributes }),
      ...annotations,
    },
  );

interface Backend {
  readonly namespace: string;
  readonly name: string;
  readonly port: { readonly name: string } | { readonly number: number };
}

/** An Ingress that is called as the Service that it leads to. */
export const albIngress = ({ namespace, name, port }: Backend, annotations: Readonly<Record<string, string>>): object => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    name,
    namespace,
    annotations: {
      "kubernetes.io/ingress.class": "alb",
      "alb.ingress.kubernetes.io/target-type": "ip",
      ...annotations,
    },
  },
  spec: { rules: [{ http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name, port } } }] } }] },
});

export const delay = (seconds: number): string => `deregistration_delay.timeout_seconds=${seconds}`;

export const binding = (namespace: string, name = "k8s-web-shop-0123456789"): object => ({
  apiVersion: "elbv2.k8s.aws/v1beta1",
  kind: "TargetGroupBinding",
  metadata: { name, namespace, labels: { "ingress.k8s.aws/stack-namespace": namespace, "ingress.k8s.aws/stack-name": "shop" } },
  spec: { targetType: "ip", serviceRef: { name: "shop", port: "http" } },
});

export interface PodGiven {
  readonly grace?: number;
  readonly sleep?: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

const podTemplate = ({ grace, sleep, annotations }: PodGiven): object => ({
  metadata: { labels: { app: "shop" }, ...(annotations === undefined ? {} : { annotations }) },
  spec: {
    ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
    containers: [
      {
        name: "app",
        image: "shop:1",
        ports: [{ containerPort: 8080 }],
        readinessProbe: { httpGet: { path: "/", port: 8080 } },
        ...(sleep === undefined ? {} : { lifecycle: { preStop: { exec: { command: ["sleep", String(sleep)] } } } }),
      },
    ],
  },
});

export const deployment = (namespace: string, given: PodGiven & { readonly replicas?: number } = {}): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop", namespace },
  spec: { replicas: given.replicas ?? 2, selector: { matchLabels: { app: "shop" } }, template: podTemplate(given) },
});

export const pod = (namespace: string, name: string, given: PodGiven = {}): object => {
  const template = podTemplate(given) as { metadata: object };
  return { apiVersion: "v1", kind: "Pod", ...template, metadata: { ...template.metadata, name, namespace } };
};
