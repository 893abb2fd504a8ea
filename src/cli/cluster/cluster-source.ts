import type { SubjectSource } from "#explain/explanation-subjects.ts";
import type { SubjectName } from "#explain/subject-name.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { readPod } from "#kubernetes/objects/read-workload.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { listAll } from "#kubernetes/watch/list-all.ts";
import { type ListOptions, listCluster } from "#kubernetes/watch/listed-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
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
  const [{ view, forbidden }, pods] = await Promise.all([
    listCluster(watchedKinds, client, undefined, undefined, { ...options, namespace }),
    podsOf(client, subject),
  ]);
  return { view, pods, forbidden };
}

/** Views keep little of a Pod, so those that are to be explained are requested by themselves: one by its name, or all that nobody makes. */
async function podsOf(client: ApiClient, subject: SubjectName | undefined): Promise<readonly Workload[]> {
  if (subject !== undefined && subject.kind !== "Pod") return [];
  const read = (raw: unknown): Workload | undefined => {
    const pod = readPod(raw);
    return subject === undefined && pod?.controller !== undefined ? undefined : pod;
  };
  const pods = watchedKinds.Pod;
  const fieldSelector = subject === undefined ? pods.fieldSelector : `metadata.name=${subject.name}`;
  try {
    const listed = await listAll(client, { ...pods, fieldSelector, read });
    return (listed?.objects ?? []).map(({ object }) => object);
  } catch (error) {
    if (statusOf(error) === 403) return [];
    throw error;
  }
}
