import type { KindRegistry } from "#kubernetes/view/kind-registry.ts";
import { ManifestCollection, type Manifests } from "./manifest-collection.ts";
import { parseManifest } from "./read/manifest-documents.ts";
import { type FileOptions, manifestTexts } from "./read/manifest-files.ts";
import { RecentTrees } from "./read/recent-trees.ts";

export interface ManifestOptions extends FileOptions {
  /** Of objects that do not say one; `default` by default, as with kubectl. */
  readonly namespace?: string | undefined;
}

/** The cluster that the manifests under `paths` describe. Never fails: what could not be read is among the problems. */
export async function readManifests(
  kinds: KindRegistry,
  paths: readonly string[],
  standardInput: AsyncIterable<Uint8Array | string>,
  options: ManifestOptions = {},
): Promise<Manifests> {
  const collected = new ManifestCollection(kinds, options.namespace ?? "default");
  const trees = new RecentTrees();
  for await (const read of manifestTexts(paths, standardInput, options)) {
    if ("problem" in read) collected.problems.push(read.problem);
    else collected.add(parseManifest(read.file, read.text, (apiVersion, kind) => collected.isKnown(apiVersion, kind), trees));
  }
  return collected.manifests();
}
