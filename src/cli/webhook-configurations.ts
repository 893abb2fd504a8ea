/** The two webhook configurations as the demo and `make kind` register them; the chart renders the same rules. */

export interface WebhookTarget {
  readonly url: string;
  /** PEM. */
  readonly caBundle: string;
}

const excluded = ["kube-system", "kube-node-lease"];

const templates = [
  {
    apiGroups: ["apps"],
    apiVersions: ["v1"],
    resources: ["deployments", "statefulsets", "daemonsets"],
    operations: ["CREATE", "UPDATE"],
    scope: "Namespaced",
  },
];

/**
 * IngressClassParams belong to no namespace, and no namespaceSelector keeps the API server from asking about them (Kubernetes 1.36).
 * Kinds of the Gateway API are asked for in every version, because clusters serve different ones and what is read is the same in all.
 */
const routes = [
  route("networking.k8s.io", "v1", ["ingresses"]),
  route("", "v1", ["services"]),
  route(["elbv2.k8s.aws", "eks.amazonaws.com"], "*", ["targetgroupbindings"]),
  { ...route(["elbv2.k8s.aws", "eks.amazonaws.com"], "*", ["ingressclassparams"]), scope: "Cluster" },
  route("gateway.k8s.aws", "*", ["targetgroupconfigurations", "loadbalancerconfigurations"]),
  route("gateway.networking.k8s.io", "*", ["gateways", "httproutes", "grpcroutes", "tcproutes", "udproutes", "tlsroutes"]),
];

function route(groups: string | readonly string[], version: string, resources: readonly string[]): object {
  const apiGroups = typeof groups === "string" ? [groups] : groups;
  return { apiGroups, apiVersions: [version], resources, operations: ["CREATE", "UPDATE"], scope: "Namespaced" };
}

/** In scope are labelled namespaces; deleting is never looked at, and a Pod only when it is created. */
export function webhookConfigurations({ url, caBundle }: WebhookTarget): readonly object[] {
  const webhook = (name: string, path: string, rules: readonly object[]) => ({
    name: `${name}.outlive.dev`,
    clientConfig: { url: `${url}${path}`, caBundle: Buffer.from(caBundle).toString("base64") },
    rules,
    namespaceSelector: {
      matchExpressions: [
        { key: "outlive.dev/mode", operator: "In", values: ["enforce", "warn", "audit"] },
        { key: "kubernetes.io/metadata.name", operator: "NotIn", values: excluded },
      ],
    },
    admissionReviewVersions: ["v1", "v1beta1"],
    sideEffects: "None",
    matchPolicy: "Equivalent",
    timeoutSeconds: 3,
    failurePolicy: "Ignore",
  });
  const pods = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"], scope: "Namespaced" }];
  const api = "admissionregistration.k8s.io/v1";
  return [
    {
      apiVersion: api,
      kind: "MutatingWebhookConfiguration",
      metadata: { name: "outlive" },
      webhooks: [{ ...webhook("pods", "/mutate", [...pods, ...templates]), reinvocationPolicy: "IfNeeded" }],
    },
    {
      apiVersion: api,
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "outlive" },
      webhooks: [webhook("workloads", "/validate", templates), webhook("routes", "/validate", routes)],
    },
  ];
}
