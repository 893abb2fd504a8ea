import { statusOf } from "#kubernetes/api/api-error.ts";
import { collectionPath, type Resource } from "#kubernetes/api/api-path.ts";
import type { ApiClient, ApiResponse } from "#kubernetes/api/client.ts";
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
  /** Fields whose lists and maps `read` does not look at, wherever they stand: they are dropped before the rest is parsed. */
  readonly unread?: readonly string[] | undefined;
  /**
   * Undefined for what is not kept.
   * @param length of its text as far as that was read; undefined where it came without one
   */
  readonly read: (raw: unknown, length?: number) => T | undefined;
}

/** Where a list ended, so that a watch can continue there. */
export interface ListEnd {
  /** Path of the collection in the version that was found. */
  readonly path: string;
  readonly resourceVersion: string;
}

export interface Listed<T> extends ListEnd {
  readonly objects: readonly Keyed<T>[];
}

/** Nothing keeps `managedFields`, of which every object has many. */
export const unreadIn = ({ unread = [] }: Pick<Listing<unknown>, "unread">): readonly string[] => ["managedFields", ...unread];

/**
 * All objects of a kind, in the first version that the server has; undefined where it has none of them (404),
 * which is how a CustomResourceDefinition that is not installed looks.
 * @throws ApiError
 */
export async function listAll<T>(client: ApiClient, listing: Listing<T>, signal?: AbortSignal): Promise<Listed<T> | undefined> {
  let objects: Keyed<T>[] = [];
  const begin = (): ((object: Keyed<T>) => void) => {
    objects = [];
    return (object) => objects.push(object);
  };
  const end = await listEach(client, listing, { begin }, signal);
  return end === undefined ? undefined : { ...end, objects };
}

/** What is done while a list is read. */
export interface ListSteps<T> {
  /** Where a list begins, also where it has to begin again: what was given before counts for nothing then. */
  readonly begin: () => (object: Keyed<T>) => void;
  /** Where the server is too busy for the next page (429), which is requested again afterwards: what was read until then stays valid. */
  readonly busy?: ((error: unknown) => Promise<void>) | undefined;
}

/**
 * The same, with each object given away as it arrives.
 * @throws ApiError
 */
export async function listEach<T>(
  client: ApiClient,
  listing: Listing<T>,
  steps: ListSteps<T>,
  signal?: AbortSignal,
): Promise<ListEnd | undefined> {
  for (const version of listing.versions) {
    const end = await listVersion(client, listing, { ...listing, version }, steps, signal);
    if (end !== undefined) return end;
  }
  return undefined;
}

async function listVersion<T>(
  client: ApiClient,
  listing: Listing<T>,
  resource: Resource,
  { begin, busy }: ListSteps<T>,
  signal?: AbortSignal,
): Promise<ListEnd | undefined> {
  const path = collectionPath(resource);
  try {
    return await listPages(client, listing, { path, limit: PAGE, take: begin(), busy }, signal);
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) return undefined;
    if (status !== 410) throw error;
    // Reading the pages took longer than the server keeps their version (5 minutes by default); one page cannot.
    return await listPages(client, listing, { path, limit: undefined, take: begin(), busy }, signal);
  }
}

interface Pages<T> {
  readonly path: string;
  /** Undefined for all in one. */
  readonly limit: number | undefined;
  readonly take: (object: Keyed<T>) => void;
  readonly busy: ListSteps<T>["busy"];
}

async function listPages<T>(
  client: ApiClient,
  listing: Listing<T>,
  { path, limit, take, busy }: Pages<T>,
  signal?: AbortSignal,
): Promise<ListEnd> {
  const { fieldSelector, labelSelector, read } = listing;
  let next = "";
  for (;;) {
    const query = queryOf({ fieldSelector, labelSelector, limit: limit?.toString(), continue: next });
    const response = await requestPatiently(client, `${path}${query}`, busy, signal);
    const onItem = (item: unknown, length: number): void => {
      const keyed = readKeyed(item, read, length);
      if (keyed !== undefined) take(keyed);
    };
    const page = await readList(response.chunks, { unread: unreadIn(listing), onItem });
    next = asText(at(page, "metadata", "continue")) ?? "";
    if (next === "") return { path, resourceVersion: resourceVersionOf(page) ?? "" };
  }
}

async function requestPatiently(
  client: ApiClient,
  path: string,
  busy: ListSteps<unknown>["busy"],
  signal?: AbortSignal,
): Promise<ApiResponse> {
  for (;;) {
    try {
      return await client.request(path, signal === undefined ? {} : { signal });
    } catch (error) {
      if (statusOf(error) !== 429 || busy === undefined) throw error;
      await busy(error);
    }
  }
}

/** What is kept of one raw object, under its name. */
export function readKeyed<T>(value: unknown, read: Listing<T>["read"], length?: number): Keyed<T> | undefined {
  const raw = toRawObject(value);
  const object = raw === undefined ? undefined : read(raw.value, length);
  return raw === undefined || object === undefined ? undefined : { key: raw.key, object };
}

/** `?a=b&c=d`, without what is undefined or empty. */
export function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
