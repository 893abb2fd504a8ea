/** What the Deployment controller has made of a Deployment: a second roll-out nobody asked for would show here. */

import { objectAt } from "#model/kubernetes/json.ts";
import { type Timed, template, timed } from "../support/stored.ts";
import type { Cluster } from "./cluster.ts";

export interface RollOuts {
  /** Rises with every change of `spec`. */
  readonly generation: number;
  /** Rises with every roll-out, also with one to an earlier ReplicaSet. */
  readonly revision: number;
  readonly replicaSets: number;
}

/** Once the Deployment controller has seen the newest generation. */
export async function rollOuts(cluster: Cluster, namespace: string, name = "shop"): Promise<RollOuts> {
  let deployment = await cluster.get("deployment", namespace, name);
  await cluster.until(async () => {
    deployment = await cluster.get("deployment", namespace, name);
    return objectAt(deployment, "status")["observedGeneration"] === objectAt(deployment, "metadata")["generation"];
  }, `the newest generation of ${namespace}/${name} to be observed`);
  const { generation, uid, annotations } = objectAt(deployment, "metadata");
  const { stdout } = await cluster.kubectl(["-n", namespace, "get", "replicasets", "-o", "json"]);
  const { items } = JSON.parse(stdout) as { readonly items: readonly unknown[] };
  const owned = items.filter((item) => JSON.stringify(objectAt(item, "metadata")["ownerReferences"]).includes(String(uid)));
  return {
    generation: Number(generation),
    revision: Number(objectAt(annotations)["deployment.kubernetes.io/revision"]),
    replicaSets: owned.length,
  };
}

export const templateOf = async (cluster: Cluster, namespace: string, name = "shop"): Promise<Timed> =>
  timed(await cluster.get("deployment", namespace, name), ...template);

const kinds = "deployments,statefulsets,replicasets,controllerrevisions";

/** Every generation and every revision in the namespace, in no need of knowing which: the same list twice is no roll-out in between. */
export async function revisionsIn(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const { stdout } = await cluster.kubectl(["-n", namespace, "get", kinds, "-o", "json"]);
  const { items } = JSON.parse(stdout) as { readonly items: readonly Record<string, unknown>[] };
  return items
    .map((item) => {
      const { name, generation } = objectAt(item, "metadata");
      // Scaling raises the generation of a ReplicaSet.
      const counted = item["kind"] === "Deployment" || item["kind"] === "StatefulSet";
      return counted
        ? `${String(item["kind"])}/${String(name)} generation ${String(generation)}`
        : `${String(item["kind"])}/${String(name)}`;
    })
    .sort();
}
