import { type Application, containersOf } from "./applications.ts";

export interface SampleGiven {
  readonly namespace: string;
  readonly application: Application;
  readonly replicas: number;
  /** Deregistration delay of the target group in whole seconds; undefined: not stated, which is 300. */
  readonly delaySeconds: number | undefined;
  /** `terminationGracePeriodSeconds` of the template; undefined: the 30 of Kubernetes. */
  readonly graceSeconds?: number;
  /** Readiness gates of the template, for runs in which nobody injects them. */
  readonly gates?: readonly string[];
  /** Annotations of the Pod template. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Value of the label `track`, which the Service may select by. */
  readonly track?: string;
  readonly name?: string;
}

const albPrefix = "alb.ingress.kubernetes.io";

/** Service and Ingress named `shop`; the Service selects the Pods of one track. */
export const routeOf = ({ namespace, delaySeconds, track = "stable" }: SampleGiven): readonly object[] => [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shop", namespace },
    spec: { selector: { app: "shop", track }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: "shop",
      namespace,
      annotations: {
        "kubernetes.io/ingress.class": "alb",
        [`${albPrefix}/target-type`]: "ip",
        ...(delaySeconds === undefined
          ? {}
          : { [`${albPrefix}/target-group-attributes`]: `deregistration_delay.timeout_seconds=${delaySeconds}` }),
      },
    },
    spec: {
      rules: [
        { http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "shop", port: { name: "http" } } } }] } },
      ],
    },
  },
];

/** A Deployment that spreads over nodes, and a disruption budget that lets one Pod go at a time. */
export const workloadOf = (given: SampleGiven): readonly object[] => {
  const { namespace, application, replicas, gates = [], annotations = {}, graceSeconds, track = "stable", name = "shop" } = given;
  const labels = { app: "shop", track };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations },
          spec: {
            ...(graceSeconds === undefined ? {} : { terminationGracePeriodSeconds: graceSeconds }),
            readinessGates: gates.map((conditionType) => ({ conditionType })),
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: labels },
              },
            ],
            containers: containersOf(application),
          },
        },
      },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name, namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
  ];
};
