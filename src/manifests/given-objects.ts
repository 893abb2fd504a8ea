import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { KindRegistry } from "#kubernetes/view/kind-registry.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { ManifestCollection, type Manifests } from "./manifest-collection.ts";
import { listItems } from "./read/list-items.ts";
import type { ParsedManifest } from "./read/manifest-documents.ts";

/**
 * The cluster that parsed objects describe. In place of files and lines, everything is placed by the index of its object: the first
 * has line 1. A List is taken apart. The objects are not changed.
 */
export function manifestsOfObjects(kinds: KindRegistry, objects: readonly unknown[], namespace: string): Manifests {
  const collected = new ManifestCollection(kinds, namespace);
  for (const [index, object] of objects.entries()) collected.add(documentsOf(object, index));
  return collected.manifests();
}

function documentsOf(object: unknown, index: number): ParsedManifest {
  const [file, line] = ["", index + 1];
  const items = [...listItems(object)].map(({ value }) => value);
  return {
    documents: items
      .filter(isJsonObject)
      .filter(isObject)
      .map((raw) => ({ file, line, index, raw, lineOf: () => line })),
    problems: items
      .filter((value) => !isObject(value))
      .map(() => ({
        severity: "notice",
        id: "not-an-object",
        file,
        line,
        message: "this is not a Kubernetes object: it has no apiVersion and kind",
      })),
  };
}

const isObject = (value: unknown): boolean => Boolean(asText(at(value, "apiVersion")) && asText(at(value, "kind")));
