import { objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../../support/stored.ts";
import type { Cluster } from "../cluster.ts";
import { patiently } from "../patiently.ts";

export type FluxKind = "helmrelease" | "kustomization";

const requested = "reconcile.fluxcd.io/requestedAt";

/** Has the controller look once more, and waits until it has and all is ready. Fails with what the object says. */
export async function reconcile(
  cluster: Cluster,
  kind: FluxKind,
  namespace: string,
  name = "shop",
): Promise<Record<string, unknown>> {
  const token = `${performance.now()}`;
  await cluster.kubectl(["-n", namespace, "annotate", "--overwrite", kind, name, `${requested}=${token}`]);
  let object: Record<string, unknown> = {};
  const ready = async (): Promise<boolean> => {
    object = await cluster.get(kind, namespace, name);
    return objectAt(object, "status")["lastHandledReconcileAt"] === token && conditionOf(object, "Ready") === "True";
  };
  await patiently(cluster, ready, `${kind} ${namespace}/${name} to be ready`).catch((error: Error) => {
    throw new Error(`${error.message}: ${JSON.stringify(objectAt(object, "status"))}`);
  });
  return object;
}

export const conditionOf = (object: unknown, type: string): string | undefined => {
  const found = listAt(objectAt(object, "status"), "conditions").find((condition) => condition["type"] === type);
  return found === undefined ? undefined : String(found["status"]);
};

/** The messages of Events about the object, by reason: `Reason: message`. */
export async function eventsOf(cluster: Cluster, kind: string, namespace: string, name = "shop"): Promise<readonly string[]> {
  const { stdout } = await cluster.kubectl(["-n", namespace, "get", "events", "-o", "json"]);
  const { items } = JSON.parse(stdout) as { readonly items: readonly Record<string, unknown>[] };
  return items
    .filter((event) => {
      const about = objectAt(event, "involvedObject");
      return String(about["kind"]).toLowerCase() === kind && about["name"] === name;
    })
    .map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
}
