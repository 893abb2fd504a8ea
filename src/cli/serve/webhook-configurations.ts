/** The webhook configurations as data: the demo registers them as they are here, `scripts/gen-chart.ts` puts it into the chart. */

import { routeKinds } from "#load-balancers/route-kinds/route-kinds.ts";

export interface WebhookRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE")[];
  readonly scope: "Namespaced" | "Cluster";
}

export interface WebhookEntry {
  readonly kind: "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration";
  /** Its first label; the rest is `outlive.dev`. */
  readonly name: "pods" | "workloads" | "routes" | "classes" | "namespaces";
  readonly path: "/mutate" | "/validate";
  readonly rules: readonly WebhookRule[];
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
}

/** Sorts after `aws-load-balancer-webhook` and `eks-load-balancing-webhook`: mutating webhooks run in the order of these names. */
export const configurationName = "outlive";

/** Never in scope, whatever the settings say: the cluster could not start while Outlive is down. */
export const alwaysExcluded: readonly string[] = ["kube-system", "kube-node-lease"];

/** A condition that cannot be evaluated switches a webhook off without a word where its failurePolicy is Ignore, hence has(). */
const conditions = {
  notMirror: {
    name: "not-a-mirror-pod",
    expression: "!has(object.metadata.annotations) || !('kubernetes.io/config.mirror' in object.metadata.annotations)",
  },
  /** Controllers take their finalizers off by an UPDATE, which must never wait for us; what is being deleted makes no Pods and no targets. */
  /** Whatever follows the prefix: a key that is misspelt is what its writer should learn of. */
  labelled: {
    name: "labelled-for-outlive",
    expression: "has(object.metadata.labels) && object.metadata.labels.exists(key, key.startsWith('outlive.dev/'))",
  },
  notDeleted: { name: "not-being-deleted", expression: "!has(object.metadata.deletionTimestamp)" },
} as const;

const templates: readonly WebhookRule[] = [rule("apps", "v1", ["deployments", "statefulsets", "daemonsets"])];

/** Argo Rollouts, for those who want them looked at. */
export const rolloutRule: WebhookRule = rule("argoproj.io", "*", ["rollouts"]);

/**
 * One rule for each API group, over every kind of route. Custom resources are named in every version: clusters serve different ones,
 * what is read is the same in all. Kinds that belong to no namespace have a webhook of their own, because no namespaceSelector keeps
 * the API server from asking about them (Kubernetes 1.36).
 */
function routeRules(scope: WebhookRule["scope"]): readonly WebhookRule[] {
  const kinds = Object.values(routeKinds).filter(({ namespaced }) => namespaced === (scope === "Namespaced"));
  return [...new Set(kinds.map(({ group }) => group))].map((group) => {
    const own = kinds.filter((kind) => kind.group === group);
    const version = own.some(({ optional }) => optional) ? "*" : "v1";
    return {
      ...rule(
        group,
        version,
        own.map(({ plural }) => plural),
      ),
      scope,
    };
  });
}

function rule(group: string, version: string, resources: readonly string[]): WebhookRule {
  return { apiGroups: [group], apiVersions: [version], resources, operations: ["CREATE", "UPDATE"], scope: "Namespaced" };
}

/** DELETE is never reviewed, and a Pod only on CREATE. */
export const webhookEntries: readonly WebhookEntry[] = [
  {
    kind: "MutatingWebhookConfiguration",
    name: "pods",
    path: "/mutate",
    rules: [{ ...rule("", "v1", ["pods"]), operations: ["CREATE"] }, ...templates],
    matchConditions: [conditions.notMirror, conditions.notDeleted],
  },
  {
    kind: "ValidatingWebhookConfiguration",
    name: "workloads",
    path: "/validate",
    rules: templates,
    matchConditions: [conditions.notDeleted],
  },
  {
    kind: "ValidatingWebhookConfiguration",
    name: "routes",
    path: "/validate",
    rules: routeRules("Namespaced"),
    matchConditions: [conditions.notDeleted],
  },
  {
    kind: "ValidatingWebhookConfiguration",
    name: "classes",
    path: "/validate",
    rules: routeRules("Cluster"),
    matchConditions: [conditions.notDeleted],
  },
  {
    kind: "ValidatingWebhookConfiguration",
    name: "namespaces",
    path: "/validate",
    rules: [{ ...rule("", "v1", ["namespaces"]), scope: "Cluster" }],
    matchConditions: [conditions.notDeleted, conditions.labelled],
  },
];

export interface WebhookTarget {
  readonly url: string;
  /** PEM. */
  readonly caBundle: string;
}

/** Both configurations as the demo and `make kind` register them, for labelled namespaces. */
export function webhookConfigurations({ url, caBundle }: WebhookTarget): readonly object[] {
  const webhook = ({ name, path, rules, matchConditions, kind }: WebhookEntry) => ({
    name: `${name}.outlive.dev`,
    clientConfig: { url: `${url}${path}`, caBundle: Buffer.from(caBundle).toString("base64") },
    rules,
    ...(name === "classes" || name === "namespaces" ? {} : { namespaceSelector: { matchExpressions: optedIn } }),
    matchConditions,
    admissionReviewVersions: ["v1", "v1beta1"],
    sideEffects: "None",
    matchPolicy: "Equivalent",
    timeoutSeconds: 3,
    failurePolicy: "Ignore",
    ...(kind === "MutatingWebhookConfiguration" ? { reinvocationPolicy: "IfNeeded" } : {}),
  });
  return (["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"] as const).map((kind) => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata: { name: configurationName },
    webhooks: webhookEntries.filter((entry) => entry.kind === kind).map(webhook),
  }));
}

/** A label that names no mode takes the default mode with a finding, so every label but `off` is in scope: see facts/scope.ts. */
const optedIn = [
  { key: "outlive.dev/mode", operator: "Exists" },
  { key: "outlive.dev/mode", operator: "NotIn", values: ["off"] },
  { key: "kubernetes.io/metadata.name", operator: "NotIn", values: alwaysExcluded },
];
