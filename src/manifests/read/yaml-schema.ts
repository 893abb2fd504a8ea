import type { DocumentOptions, ParseOptions, SchemaOptions, TagId, Tags } from "yaml";

/**
 * YAML as kubectl reads it: sigs.k8s.io/yaml takes YAML 1.1 (`yes` is true, 0755 is octal, `<<` merges),
 * but leaves dates and base-60 numbers such as 1:30 the text that they are.
 */
export const kubectlYaml: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.1",
  merge: true,
  // The library compares every key with every other; duplicate-keys.ts finds them in one pass.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "error",
  customTags: (tags) => tags.filter((tag) => !isTime(tag)),
};

function isTime(tag: Tags[number] | TagId): boolean {
  if (typeof tag === "string") return tag.toLowerCase().includes("time");
  return tag.tag.endsWith(":timestamp") || ("format" in tag && tag.format === "TIME");
}
