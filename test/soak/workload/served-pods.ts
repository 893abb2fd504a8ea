import type { ApiClient } from "#kubernetes/api/client.ts";
import { namespaces } from "./apps.ts";
import type { Counts } from "./counts.ts";

const LOOK_MS = 2_000;
const MERGE = "application/strategic-merge-patch+json";

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly uid: string; readonly namespace: string };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** Reports the Pods of Deployments as ready, as a kubelet would, so that roll-outs go on. */
export function startServedPods(client: ApiClient, counts: Counts): { readonly stop: () => Promise<void> } {
  const seen = new Set<string>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const markReady = async (namespace: string, name: string): Promise<void> => {
    const ready = { type: "Ready", status: "True", lastTransitionTime: `${new Date().toISOString().slice(0, 19)}Z` };
    const body = JSON.stringify({ status: { phase: "Running", conditions: [ready] } });
    await client.request(`/api/v1/namespaces/${namespace}/pods/${name}/status`, { method: "PATCH", contentType: MERGE, body });
  };
  const look = async (namespace: string): Promise<void> => {
    const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=part%3Dserved`;
    const { items } = (await (await client.request(path)).json()) as PodList;
    for (const { metadata, status } of items) {
      if (!seen.has(metadata.uid)) counts.controllerPods += 1;
      seen.add(metadata.uid);
      const ready = status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
      if (!ready) await markReady(namespace, metadata.name).catch(() => {});
    }
  };
  const turn = async (): Promise<void> => {
    // What the API server cannot take now is found again at the next look.
    for (const namespace of namespaces) await look(namespace).catch(() => {});
    if (!stopped)
      timer = setTimeout(() => {
        looking = turn();
      }, LOOK_MS);
  };
  looking = turn();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
