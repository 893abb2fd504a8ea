import { setTimeout as pause } from "node:timers/promises";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../../support/stored.ts";
import type { Cluster } from "../cluster.ts";

const everyMs = 300;

/** Stands in for nodes: what a Job runs succeeds. The result ends that. */
export function completeJobs(cluster: Cluster, namespace: string): () => Promise<void> {
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      const { stdout } = await cluster.kubectl(["-n", namespace, "get", "pods", "-l", "job-name", "-o", "json"]);
      for (const pod of stdout === "" ? [] : listAt(JSON.parse(stdout) as JsonObject, "items")) {
        if (objectAt(pod, "status")["phase"] === "Succeeded") continue;
        const patch = ["--subresource=status", "--type=merge", "-p", JSON.stringify({ status: { phase: "Succeeded" } })];
        await cluster.kubectl(["-n", namespace, "patch", "pod", String(objectAt(pod, "metadata")["name"]), ...patch]);
      }
      await pause(everyMs);
    }
  })();
  return async () => {
    stopped = true;
    await running;
  };
}
