import { statusOf } from "#kubernetes/api/api-error.ts";
import { collectionPath, type Resource } from "#kubernetes/api/api-path.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { Keyed } from "#kubernetes/objects/object-key.ts";
import { resourceVersionOf, toRawObject } from "#kubernetes/objects/raw-object.ts";
import { readList } from "./list-stream.ts";

const PAGE = 500;

/** What is read of one kind: which versions of it are requested, and what is kept of each object. */
export interface Listing<T> {
  readonly group: string;
  /** In order of preference. */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly fieldSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
  /** Undefined for all namespaces. */
  readonly namespace?: string | undefined;
  /** Undefined for what is not kept. */
  readonly read: (raw: unknown) => T | undefined;
}

export interface Listed<T> {
  /** Path of the collection in the version that was found, where a watch continues. */
  readonly path: string;
  readonly resourceVersion: string;
  readonly objects: readonly Keyed<T>[];
}

/**
 * All objects of a kind, in the first version that the server has; undefined where it has none of them (404),
 * which is how a CustomResourceDefinition that is not installed looks.
 * @throws ApiError
 */
export async function listAll<T>(client: ApiClient, listing: Listing<T>, signal?: AbortSignal): Promise<Listed<T> | undefined> {
  for (const version of listing.versions) {
    const listed = await listVersion(client, listing, { ...listing, version }, signal);
    if (listed !== undefined) return listed;
  }
  return undefined;
}

async function listVersion<T>(
  client: ApiClient,
  listing: Listing<T>,
  resource: Resource,
  signal?: AbortSignal,
): Promise<Listed<T> | undefined> {
  const path = collectionPath(resource);
  try {
    return await listPages(client, listing, path, PAGE, signal);
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) return undefined;
    if (status !== 410) throw error;
    // Reading the pages took longer than the server keeps their version (5 minutes by default); one page cannot.
    return await listPages(client, listing, path, undefined, signal);
  }
}

async function listPages<T>(
  client: ApiClient,
  { fieldSelector, labelSelector, read }: Listing<T>,
  path: string,
  limit: number | undefined,
  signal?: AbortSignal,
): Promise<Listed<T>> {
  const objects: Keyed<T>[] = [];
  let next = "";
  for (;;) {
    const query = queryOf({ fieldSelector, labelSelector, limit: limit?.toString(), continue: next });
    const response = await client.request(`${path}${query}`, signal === undefined ? {} : { signal });
    const page = await readList(response.chunks, (item) => {
      const keyed = readKeyed(item, read);
      if (keyed !== undefined) objects.push(keyed);
    });
    next = asText(at(page, "metadata", "continue")) ?? "";
    if (next === "") return { path, resourceVersion: resourceVersionOf(page) ?? "", objects };
  }
}

/** What is kept of one raw object, under its name. */
export function readKeyed<T>(value: unknown, read: (raw: unknown) => T | undefined): Keyed<T> | undefined {
  const raw = toRawObject(value);
  const object = raw === undefined ? undefined : read(raw.value);
  return raw === undefined || object === undefined ? undefined : { key: raw.key, object };
}

/** `?a=b&c=d`, without what is undefined or empty. */
export function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
