import { parseAllDocuments } from "yaml";
import type { Kind, ObjectsByKind } from "#kubernetes/view/kinds.ts";
import { ObjectStore } from "#kubernetes/view/object-store.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";

/** Objects as manifests or API answers write them; lists are unpacked, kinds that nobody reads are left out. */
export function viewOf(documents: readonly unknown[]): ObjectStore {
  const store = new ObjectStore(watchedKinds);
  for (const document of documents) add(store, document);
  return store;
}

export const documentsOf = (yaml: string): readonly unknown[] =>
  parseAllDocuments(yaml)
    .map((document) => document.toJS() as unknown)
    .filter((document) => document !== null);

function add(store: ObjectStore, raw: unknown): void {
  if (typeof raw !== "object" || raw === null) return;
  const { apiVersion, kind: written, items } = raw as Readonly<Record<string, unknown>>;
  if (Array.isArray(items)) {
    for (const item of items) add(store, item);
    return;
  }
  const kind: Kind | undefined = watchedKindOf(text(apiVersion), text(written));
  if (kind === undefined) return;
  const object: ObjectsByKind[Kind] | undefined = watchedKinds[kind].read(raw);
  if (object === undefined) return;
  const { namespace, name } = "meta" in object ? object.meta : { namespace: object.ref.namespace ?? "", name: object.ref.name };
  store.put(kind, { key: { namespace, name }, object: object as never });
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
