import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import { asText, asTextMap, at } from "./lenient-json.ts";

/** Items of a list answer of the API server do not say what they are; the reader of their kind does. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Holds a whole object, and nothing here reads it. */
const heavy = "kubectl.kubernetes.io/last-applied-configuration";

/** Undefined where the object has no name. */
export function readMeta(raw: unknown, identity: Identity): ObjectMeta | undefined {
  const metadata = at(raw, "metadata");
  const name = asText(at(metadata, "name"));
  if (name === undefined || name === "") return undefined;
  return {
    apiVersion: asText(at(raw, "apiVersion")) ?? identity.apiVersion,
    kind: asText(at(raw, "kind")) ?? identity.kind,
    namespace: asText(at(metadata, "namespace")) ?? "",
    name,
    uid: asText(at(metadata, "uid")) ?? "",
    labels: asTextMap(at(metadata, "labels")),
    annotations: cut(withoutHeavy(asTextMap(at(metadata, "annotations")))),
    creationTimestamp: asText(at(metadata, "creationTimestamp")) ?? "",
    deleting: (asText(at(metadata, "deletionTimestamp")) ?? "") !== "",
  };
}

/** None that is read is a tenth as long: 25 certificates, 50 listeners, five conditions. What is longer is read as far as this. */
const longestAnnotation = 16 * 1024;

function cut(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.values(annotations).every(({ length }) => length <= longestAnnotation)) return annotations;
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key, value.slice(0, longestAnnotation)]));
}

function withoutHeavy(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (!Object.hasOwn(annotations, heavy)) return annotations;
  const { [heavy]: _, ...light } = annotations;
  return light;
}
