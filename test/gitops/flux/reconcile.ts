import { objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../../support/stored.ts";
import type { Cluster } from "../cluster.ts";
import { patiently } from "../patiently.ts";

const requested = "reconcile.fluxcd.io/requestedAt";
const name = "shop";

/** Has the controller look once more, and waits until it has and all is ready. Fails with what the HelmRelease says. */
export async function reconcile(cluster: Cluster, namespace: string): Promise<Record<string, unknown>> {
  const token = `${performance.now()}`;
  await cluster.kubectl(["-n", namespace, "annotate", "--overwrite", "helmrelease", name, `${requested}=${token}`]);
  let release: Record<string, unknown> = {};
  const ready = async (): Promise<boolean> => {
    release = await cluster.get("helmrelease", namespace, name);
    return objectAt(release, "status")["lastHandledReconcileAt"] === token && conditionOf(release, "Ready") === "True";
  };
  await patiently(cluster, ready, `HelmRelease ${namespace}/${name} to be ready`).catch((error: Error) => {
    throw new Error(`${error.message}: ${JSON.stringify(objectAt(release, "status"))}`);
  });
  return release;
}

export const conditionOf = (release: unknown, type: string): string | undefined => {
  const found = listAt(objectAt(release, "status"), "conditions").find((condition) => condition["type"] === type);
  return found === undefined ? undefined : String(found["status"]);
};

/** What Events say about drift of the release: `Reason: message`. */
export async function driftEvents(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const { stdout } = await cluster.kubectl(["-n", namespace, "get", "events", "-o", "json"]);
  const { items } = JSON.parse(stdout) as { readonly items: readonly Record<string, unknown>[] };
  return items
    .filter((event) => objectAt(event, "involvedObject")["kind"] === "HelmRelease" && String(event["reason"]).startsWith("Drift"))
    .map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
}
