import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { listAt, type Timed, timed } from "./stored.ts";
import type { TestWebhook } from "./webhook.ts";

/** The timings of the Pods of a namespace that are not being deleted. */
export async function podsIn(webhook: Pick<TestWebhook, "kubectl">, namespace: string): Promise<readonly Timed[]> {
  const { stdout } = await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"]);
  return listAt(JSON.parse(stdout) as JsonObject, "items")
    .filter((pod) => objectAt(pod, "metadata")["deletionTimestamp"] === undefined)
    .map((pod) => timed(pod));
}
