import type { ApiClient } from "#kubernetes/api/client.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { namespaces } from "../soak/workload/apps.ts";

interface StoredObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: unknown;
}

type Kind = "deployments" | "replicasets" | "pods";

export async function stored(client: ApiClient, kind: Kind): Promise<readonly StoredObject[]> {
  const lists = namespaces.map(async (namespace) => {
    const group = kind === "pods" ? "/api/v1" : "/apis/apps/v1";
    const { items } = (await (await client.request(`${group}/namespaces/${namespace}/${kind}`)).json()) as {
      items: StoredObject[];
    };
    const [apiVersion, name] =
      kind === "pods" ? ["v1", "Pod"] : ["apps/v1", kind === "deployments" ? "Deployment" : "ReplicaSet"];
    return items.map((item) => ({ apiVersion, kind: name, ...item }));
  });
  return (await Promise.all(lists)).flat();
}

/** What changes as soon as a roll-out is started: generations and templates of Deployments, and the ReplicaSets. */
export async function rollOuts(client: ApiClient): Promise<readonly string[]> {
  const nameOf = ({ metadata }: StoredObject): string => `${metadata.namespace}/${metadata.name}`;
  const deployments = await stored(client, "deployments");
  const replicaSets = await stored(client, "replicasets");
  return [
    ...deployments.map((each) => `${nameOf(each)} ${each.metadata.generation} ${JSON.stringify(at(each.spec, "template"))}`),
    ...replicaSets.map((each) => `${nameOf(each)} ${each.metadata.uid}`),
  ].sort();
}
