import { setTimeout as pause } from "node:timers/promises";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../../support/stored.ts";
import type { Cluster } from "../cluster.ts";

const everyMs = 300;

/** Stands in for the AWS controller: every Ingress gets an address, without which Argo CD calls it in progress. The result ends that. */
export function provisionIngresses(cluster: Cluster, namespace: string): () => Promise<void> {
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      const { stdout } = await cluster.kubectl(["-n", namespace, "get", "ingresses", "-o", "json"]);
      for (const ingress of stdout === "" ? [] : listAt(JSON.parse(stdout) as JsonObject, "items")) {
        if (listAt(objectAt(ingress, "status", "loadBalancer"), "ingress").length > 0) continue;
        const status = { loadBalancer: { ingress: [{ hostname: "shop.elb.example" }] } };
        const patch = ["--subresource=status", "--type=merge", "-p", JSON.stringify({ status })];
        await cluster.kubectl(["-n", namespace, "patch", "ingress", String(objectAt(ingress, "metadata")["name"]), ...patch]);
      }
      await pause(everyMs);
    }
  })();
  return async () => {
    stopped = true;
    await running;
  };
}
