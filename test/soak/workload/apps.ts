import { rawClass, rawNamespace } from "../../support/routing.ts";

/** A Deployment behind a Service and a route. */
export interface App {
  readonly namespace: string;
  readonly name: string;
  readonly route: "Ingress" | "TargetGroupBinding";
  readonly treatment: "sized" | "slept" | "untouched";
}

interface Place {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly treatment: App["treatment"];
}

/** In the first two every sleep follows from the delay; the policy of the third asks for less, and in the fourth nothing is changed. */
const places: readonly Place[] = [
  { name: "soak-one", labels: { "outlive.dev/mode": "enforce" }, treatment: "sized" },
  { name: "soak-two", labels: { "outlive.dev/mode": "enforce" }, treatment: "sized" },
  {
    name: "soak-drains",
    labels: { "outlive.dev/mode": "enforce", "outlive.dev/policy": "target-outlives-pod" },
    treatment: "slept",
  },
  { name: "soak-warned", labels: { "outlive.dev/mode": "warn" }, treatment: "untouched" },
];

const APPS = 4;
export const FIRST_DELAY = 35;
const REPLICAS = 3;

export const apps: readonly App[] = places.flatMap(({ name, treatment }) =>
  Array.from({ length: APPS }, (_, index) => ({
    namespace: name,
    name: `app-${index}`,
    route: index === APPS - 1 ? ("TargetGroupBinding" as const) : ("Ingress" as const),
    treatment,
  })),
);

export const namespaces: readonly string[] = places.map(({ name }) => name);

export const templateOf = (app: App, variant: number): object => ({
  containers: [
    {
      name: "web",
      image: "shop:1",
      env: [{ name: "VARIANT", value: String(variant) }],
      ports: [{ name: "http", containerPort: 8080 }],
      readinessProbe: { httpGet: { path: "/", port: "http" } },
      resources: { requests: { cpu: "10m", memory: "16Mi" } },
    },
    ...(variant % 3 === 0 ? [{ name: "beside", image: "beside:1" }] : []),
  ],
  ...(variant % 4 === 0 ? { initContainers: [{ name: "before", image: "before:1" }] } : {}),
  automountServiceAccountToken: app.name === "app-0",
});

export const routePath = ({ route, namespace, name }: App): string =>
  route === "Ingress"
    ? `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/${name}`
    : `/apis/elbv2.k8s.aws/v1beta1/namespaces/${namespace}/targetgroupbindings/${name}`;

/** Where the route says how long a target is kept after its deregistration. */
export const delayAnnotation = ({ route }: App, seconds: number): Readonly<Record<string, string>> =>
  route === "Ingress"
    ? { "alb.ingress.kubernetes.io/target-group-attributes": `deregistration_delay.timeout_seconds=${seconds}` }
    : { "outlive.dev/deregistration-delay": String(seconds) };

export const firstObjects = (): readonly object[] => [
  ...places.map(({ name, labels }) => rawNamespace(name, labels)),
  rawClass("alb"),
  ...apps.flatMap((app) => [serviceOf(app), routeOf(app)]),
];

export const deployments = (): readonly object[] => apps.map((app) => deploymentOf(app, app.name, 0));

/** Behind the app's route too, whatever its own name is. */
export function deploymentOf(app: App, name: string, variant: number): object {
  const labels = { app: app.name, part: "served", deployment: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: app.namespace },
    spec: {
      replicas: REPLICAS,
      revisionHistoryLimit: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: templateOf(app, variant) },
    },
  };
}

/** Behind the app's route, without a controller. */
export const loosePod = (app: App, name: string, batch: number, variant: number): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: app.namespace, labels: { app: app.name, part: "loose", batch: String(batch) } },
  spec: templateOf(app, variant),
});

const serviceOf = ({ namespace, name }: App): object => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace },
  spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
});

const routeOf = (app: App): object =>
  app.route === "Ingress"
    ? {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: {
          name: app.name,
          namespace: app.namespace,
          annotations: { "alb.ingress.kubernetes.io/target-type": "ip", ...delayAnnotation(app, FIRST_DELAY) },
        },
        spec: {
          ingressClassName: "alb",
          rules: [
            {
              http: {
                paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: app.name, port: { number: 80 } } } }],
              },
            },
          ],
        },
      }
    : {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: { name: app.name, namespace: app.namespace, annotations: delayAnnotation(app, FIRST_DELAY) },
        spec: {
          targetType: "ip",
          targetGroupARN: `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${app.namespace}-${app.name}/0123456789abcdef`,
          serviceRef: { name: app.name, port: 80 },
        },
      };
