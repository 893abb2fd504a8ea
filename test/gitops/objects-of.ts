/** Everything in the cluster that is in a namespace or is called by a name, whatever its kind. */

import type { Cluster } from "./cluster.ts";

const separator = /\s+/;
/** They expire, and say what was. */
const passing = new Set(["events", "events.events.k8s.io"]);

/** `Kind namespace/name`, sorted. */
export async function objectsOf(cluster: Cluster, namespace: string, name: string): Promise<readonly string[]> {
  const listed = await cluster.kubectl(["api-resources", "--verbs=list", "-o", "name"]);
  const kinds = listed.stdout.split("\n").filter((kind) => kind !== "" && !passing.has(kind));
  const columns = "KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name";
  const { code, stdout, stderr } = await cluster.kubectl([
    "get",
    kinds.join(","),
    "-A",
    "--ignore-not-found",
    "--no-headers",
    `-o=custom-columns=${columns}`,
  ]);
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(separator))
    .filter(([, own, called = ""]) => own === namespace || called.includes(name))
    .map(([kind, own, called]) => `${kind} ${own}/${called}`)
    .sort();
}
