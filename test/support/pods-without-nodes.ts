/** What no kubelet does here: Pods become ready as soon as they are there. For many at once, so without kubectl. */

import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { createClient } from "#kubernetes/api/client.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "./stored.ts";

const everyMs = 500;
const types = ["Initialized", "ContainersReady", "PodScheduled", "Ready"];

/** Until it is stopped, in every namespace whose name begins as those of tests do. */
export function makeAllPodsReady(): { readonly stop: () => Promise<void> } {
  const client = createClient({ kubeconfig: inject("controlPlane").kubeconfig });
  let stopped = false;
  const pending = async (): Promise<readonly JsonObject[]> => {
    const response = await client.request("/api/v1/pods?fieldSelector=status.phase%3DPending");
    return listAt((await response.json()) as JsonObject, "items");
  };
  const makeReady = async (pod: JsonObject): Promise<void> => {
    const { namespace, name } = objectAt(pod, "metadata");
    const now = new Date().toISOString();
    const gates = listAt(objectAt(pod, "spec"), "readinessGates").map((gate) => String(gate["conditionType"]));
    const conditions = [...types, ...gates].map((type) => ({ type, status: "True", lastTransitionTime: now }));
    await client
      .request(`/api/v1/namespaces/${String(namespace)}/pods/${String(name)}/status`, {
        method: "PATCH",
        contentType: "application/merge-patch+json",
        body: JSON.stringify({ status: { phase: "Running", conditions } }),
      })
      .then((response) => response.json())
      // The Pod may be gone by now.
      .catch(() => undefined);
  };
  const work = async (): Promise<void> => {
    while (!stopped) {
      await Promise.all((await pending()).map(makeReady));
      await pause(everyMs);
    }
  };
  const working = work();
  return {
    stop: async () => {
      stopped = true;
      await working;
      await client.close();
    },
  };
}
