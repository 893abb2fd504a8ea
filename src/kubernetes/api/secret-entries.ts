import { asTextMap, at } from "#kubernetes/objects/lenient-json.ts";
import type { ObjectKey } from "#kubernetes/objects/object-key.ts";
import { resourceVersionOf } from "#kubernetes/objects/raw-object.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { objectAt, succeeds } from "./api-object.ts";
import type { ApiClient } from "./client.ts";

/** What one Secret holds, as text, and the version that a write is based on. */
export interface SecretVersion {
  readonly entries: Readonly<Record<string, string>>;
  readonly version: string;
}

/** One Secret, read and written whole. */
export interface SecretEntries {
  /** Undefined where there is none. @throws ApiError */
  read(): Promise<SecretVersion | undefined>;
  /**
   * Replaces the entries and keeps what else is in the Secret, or makes it where there was none.
   *
   * @returns false where it has been written, made or deleted since `basedOn` was read
   * @throws ApiError
   */
  write(entries: Readonly<Record<string, string>>, basedOn: SecretVersion | undefined): Promise<boolean>;
}

export function secretEntries(client: ApiClient, { namespace, name }: ObjectKey): SecretEntries {
  const collection = `/api/v1/namespaces/${namespace}/secrets`;
  /** Whole, for what a write has to keep of it. */
  let lastRead: unknown;
  return {
    read: async () => {
      lastRead = await objectAt(client, `${collection}/${name}`);
      return lastRead === undefined
        ? undefined
        : { entries: decoded(at(lastRead, "data")), version: resourceVersionOf(lastRead) ?? "" };
    },
    write: (entries, basedOn) => {
      const data = encoded(entries);
      if (basedOn === undefined) {
        const metadata = { name, namespace, labels: { "app.kubernetes.io/name": "outlive" } };
        const body = JSON.stringify({ apiVersion: "v1", kind: "Secret", type: "Opaque", metadata, data });
        return succeeds(client.request(collection, { method: "POST", body }));
      }
      const secret = isJsonObject(lastRead) ? lastRead : {};
      const metadata = { ...(at(secret, "metadata") as object), resourceVersion: basedOn.version };
      const body = JSON.stringify({ ...secret, metadata, data });
      return succeeds(client.request(`${collection}/${name}`, { method: "PUT", body }));
    },
  };
}

const decoded = (data: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(asTextMap(data)).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));

const encoded = (entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
