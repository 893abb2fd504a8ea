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

const routes = [
  {
    apiGroups: ["networking.k8s.io"],
    apiVersions: ["v1"],
    resources: ["ingresses"],
    operations: ["CREATE", "UPDATE"],
    scope: "Namespaced",
  },
  { apiGroups: [""], apiVersions: ["v1"], resources: ["services"], operations: ["CREATE", "UPDATE"], scope: "Namespaced" },
  {
    apiGroups: ["elbv2.k8s.aws", "eks.amazonaws.com"],
    apiVersions: ["*"],
    resources: ["targetgroupbindings"],
    operations: ["CREATE", "UPDATE"],
    scope: "Namespaced",
  },
];

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
