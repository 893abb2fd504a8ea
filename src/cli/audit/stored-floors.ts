import { floorName } from "#floor/floor-names.ts";
import { readStoredFloor, type StoredFloor } from "#floor/stored-floor.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { listAll } from "#kubernetes/watch/list-all.ts";

/** The ConfigMaps of an exported floor; undefined where this user may not read them. One request, however many namespaces there are. @throws ApiError */
export async function storedFloors(
  client: ApiClient,
  namespace: string | undefined,
): Promise<readonly StoredFloor[] | undefined> {
  const fieldSelector = `metadata.name=${floorName}`;
  const configMaps = { group: "", versions: ["v1"], plural: "configmaps", fieldSelector, namespace, read: readStoredFloor };
  try {
    return ((await listAll(client, configMaps))?.objects ?? []).map(({ object }) => object);
  } catch (error) {
    if (statusOf(error) === 403) return undefined;
    throw error;
  }
}
