import { setTimeout as pause } from "node:timers/promises";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import type { TestWebhook } from "./webhook.ts";

/** Stands in for nodes: every Pod of a namespace becomes ready soon after it was created. The result ends that. */
export function readyPods(webhook: Pick<TestWebhook, "kubectl">, namespace: string): () => Promise<void> {
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      const { stdout } = await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"]);
      const { items } = JSON.parse(stdout) as { items: readonly JsonObject[] };
      for (const pod of items) {
        if (objectAt(pod, "status")["phase"] === "Running") continue;
        const status = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
        const name = String(objectAt(pod, "metadata")["name"]);
        const patch = ["--subresource=status", "--type=merge", "-p", JSON.stringify({ status })];
        await webhook.kubectl(["-n", namespace, "patch", "pod", name, ...patch]);
      }
      await pause(200);
    }
  })();
  return async () => {
    stopped = true;
    await running;
  };
}
