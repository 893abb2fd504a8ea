import { statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { DesiredBinding } from "./desired-binding.ts";
import type { PodCondition, WatchedPod } from "./watched.ts";

const bindings = (namespace: string): string => `/apis/elbv2.k8s.aws/v1beta1/namespaces/${namespace}/targetgroupbindings`;

/** Creates the TargetGroupBinding; one that is there is left as it is, and a namespace that is being deleted gets none. */
export async function createBinding(client: ApiClient, { name, labels, targetGroup }: DesiredBinding): Promise<void> {
  const { namespace, service, port } = targetGroup;
  const body = JSON.stringify({
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: { name, namespace, labels },
    spec: {
      targetGroupARN: `arn:aws:elasticloadbalancing:emulated:000000000000:targetgroup/${name}/0000000000000000`,
      targetType: targetGroup.targetType,
      serviceRef: { name: service, port },
    },
  });
  try {
    await unless(409, () => client.request(bindings(namespace), { method: "POST", body }));
  } catch (error) {
    // The API server's own words for what NamespaceLifecycle refuses (Kubernetes 1.36).
    if (!(error instanceof Error && error.message.includes("it is being terminated"))) throw error;
  }
}

export async function deleteBinding(client: ApiClient, namespace: string, name: string): Promise<void> {
  await unless(404, () => client.request(`${bindings(namespace)}/${name}`, { method: "DELETE" }));
}

/** Writes one condition into the Pod's status; a Pod that is gone, or another of the same name, is let be. */
export async function patchCondition(client: ApiClient, pod: WatchedPod, condition: PodCondition, now: Date): Promise<void> {
  const time = now.toISOString().replace(/\.\d+Z$/, "Z");
  const body = JSON.stringify({
    metadata: { uid: pod.uid },
    status: { conditions: [{ ...condition, lastProbeTime: time, lastTransitionTime: time }] },
  });
  const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/status`;
  const request = { method: "PATCH", body, contentType: "application/strategic-merge-patch+json" } as const;
  await unless(404, () => unless(409, () => client.request(path, request)));
}

async function unless(status: number, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (statusOf(error) !== status) throw error;
    return undefined;
  }
}
