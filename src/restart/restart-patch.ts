import type { ObjectRef } from "#model/kubernetes/refs.ts";

const restartedAtAnnotation = "kubectl.kubernetes.io/restartedAt";

export interface RestartPatch {
  readonly contentType: "application/strategic-merge-patch+json" | "application/merge-patch+json";
  readonly body: object;
}

const resources: Readonly<Record<string, string>> = {
  Deployment: "apis/apps/v1/namespaces/{}/deployments",
  StatefulSet: "apis/apps/v1/namespaces/{}/statefulsets",
  DaemonSet: "apis/apps/v1/namespaces/{}/daemonsets",
  Rollout: "apis/argoproj.io/v1alpha1/namespaces/{}/rollouts",
};

/** Path of a workload that can be restarted; undefined for one that nothing restarts as a whole. */
export function restartablePath({ kind, namespace = "", name }: ObjectRef): string | undefined {
  const resource = Object.hasOwn(resources, kind) ? resources[kind] : undefined;
  return resource === undefined ? undefined : `/${resource.replace("{}", namespace)}/${name}`;
}

/**
 * What `kubectl rollout restart` sends: an annotation on the template, which makes a new revision. An Argo Rollout has a field for it,
 * and its controller evicts Pods without a new revision.
 *
 * @param at RFC 3339
 * @param annotations further ones, of the workload itself
 */
export function restartPatch({ kind }: ObjectRef, at: string, annotations: Readonly<Record<string, string>> = {}): RestartPatch {
  const metadata = Object.keys(annotations).length === 0 ? {} : { metadata: { annotations } };
  if (kind === "Rollout") return { contentType: "application/merge-patch+json", body: { ...metadata, spec: { restartAt: at } } };
  const template = { metadata: { annotations: { [restartedAtAnnotation]: at } } };
  return { contentType: "application/strategic-merge-patch+json", body: { ...metadata, spec: { template } } };
}
