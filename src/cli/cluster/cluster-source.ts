import type { SubjectSource } from "#explain/explanation-subjects.ts";
import type { SubjectName } from "#explain/subject-name.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { readPod } from "#kubernetes/objects/read-workload.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { listAll } from "#kubernetes/watch/list-all.ts";
import { type ListOptions, listCluster } from "#kubernetes/watch/listed-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Workload } from "#model/workloads/workload.ts";

export interface ClusterSource extends SubjectSource {
  /** Kinds that this user may not list: whatever follows from them is not known. */
  readonly forbidden: readonly { readonly kind: Kind; readonly message: string }[];
}

/** The cluster as it is now. @throws ApiError for anything but what is not there or not allowed */
export async function clusterSource(
  client: ApiClient,
  subject: SubjectName | undefined,
  options: ListOptions = {},
): Promise<ClusterSource> {
  const namespace = options.namespace ?? subject?.namespace;
  const bare = new Map<string, Workload>();
  const kinds = subject === undefined ? alsoKeeping(bare) : watchedKinds;
  const [{ view, forbidden }, named] = await Promise.all([
    listCluster(kinds, client, undefined, undefined, { ...options, namespace }),
    subject?.kind === "Pod" ? podsNamed(client, subject) : [],
  ]);
  return { view, pods: [...bare.values(), ...named], forbidden };
}

/** Views keep little of a Pod, so those that nobody makes, which are explained themselves, are kept as they pass. */
function alsoKeeping(bare: Map<string, Workload>): typeof watchedKinds {
  const { Pod } = watchedKinds;
  const read: typeof Pod.read = (raw) => {
    const pod = readPod(raw);
    if (pod !== undefined && pod.controller === undefined) bare.set(printRef(pod.ref), pod);
    return Pod.read(raw);
  };
  return { ...watchedKinds, Pod: { ...Pod, read } };
}

async function podsNamed(client: ApiClient, { name, namespace }: SubjectName): Promise<readonly Workload[]> {
  const pods = { ...watchedKinds.Pod, namespace, fieldSelector: `metadata.name=${name}`, read: readPod };
  try {
    const listed = await listAll<Workload>(client, pods);
    return (listed?.objects ?? []).map(({ object }) => object);
  } catch (error) {
    if (statusOf(error) === 403) return [];
    throw error;
  }
}
