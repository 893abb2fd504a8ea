/** Values of the AWS Load Balancer Controller's Helm chart, as its values.yaml documents them (v3.5.0). */
export interface ControllerValues {
  readonly clusterName?: string;
  readonly namespace?: string;
  readonly fullname?: string;
  readonly nameOverride?: string;
  readonly image?: string;
  readonly appVersion?: string;
  readonly replicaCount?: number;
  readonly ingressClass?: string;
  readonly loadBalancerClass?: string;
  readonly defaultTargetType?: string;
  readonly watchNamespace?: string;
  readonly awsApiThrottle?: readonly string[];
  readonly enablePodReadinessGateInject?: boolean;
  readonly tolerateNonExistentBackendService?: boolean;
  readonly tolerateNonExistentBackendAction?: boolean;
  readonly maxTargetsPerTargetGroup?: number;
  readonly featureGates?: Readonly<Record<string, boolean | string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Not a value of the chart: arguments that a patch adds. */
  readonly more?: readonly string[];
}

/** What the chart renders of its Deployment: an argument is there only where its value is set. */
export function controllerDeployment(values: ControllerValues = {}): Readonly<Record<string, unknown>> {
  const name = values.nameOverride ?? "aws-load-balancer-controller";
  const fullname = values.fullname ?? "aws-load-balancer-controller";
  const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": "lbc" };
  const set = (flag: string, value: string | number | boolean | undefined): readonly string[] =>
    value === undefined || value === "" ? [] : [`--${flag}=${value}`];
  const gates = Object.entries(values.featureGates ?? {}).map(([gate, state]) => `${gate}=${state}`);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: fullname,
      namespace: values.namespace ?? "kube-system",
      labels: {
        "app.kubernetes.io/managed-by": "Helm",
        "helm.sh/chart": "aws-load-balancer-controller-3.5.0",
        ...selector,
        "app.kubernetes.io/version": values.appVersion ?? "v3.5.0",
      },
    },
    spec: {
      replicas: values.replicaCount ?? 2,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...selector, ...values.podLabels } },
        spec: {
          serviceAccountName: fullname,
          terminationGracePeriodSeconds: 10,
          priorityClassName: "system-cluster-critical",
          containers: [
            {
              name: "aws-load-balancer-controller",
              image: values.image ?? "registry.example.com/eks/aws-load-balancer-controller:v3.5.0",
              args: [
                ...set("cluster-name", values.clusterName ?? "production"),
                ...set("ingress-class", values.ingressClass ?? "alb"),
                ...set("aws-api-throttle", values.awsApiThrottle?.join(",")),
                ...set("enable-pod-readiness-gate-inject", values.enablePodReadinessGateInject),
                ...set("watch-namespace", values.watchNamespace),
                ...set("tolerate-non-existent-backend-service", values.tolerateNonExistentBackendService),
                ...set("tolerate-non-existent-backend-action", values.tolerateNonExistentBackendAction),
                ...set("feature-gates", gates.join(",")),
                ...(values.defaultTargetType === "instance" ? [] : set("default-target-type", values.defaultTargetType)),
                ...set("load-balancer-class", values.loadBalancerClass),
                ...set("max-targets-per-target-group", values.maxTargetsPerTargetGroup),
                ...(values.more ?? []),
              ],
              env: Object.entries(values.env ?? {}).map(([key, value]) => ({ name: key, value })),
              ports: [{ name: "webhook-server", containerPort: 9443, protocol: "TCP" }],
              readinessProbe: { httpGet: { path: "/readyz", port: 61779, scheme: "HTTP" } },
            },
          ],
        },
      },
    },
  };
}
