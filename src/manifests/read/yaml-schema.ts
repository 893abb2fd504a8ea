import { type DocumentOptions, type ParseOptions, Schema, type SchemaOptions, type TagId, type Tags } from "yaml";

/** One for all documents: making it takes longer than reading a small document. Nothing changes it. */
const schema = new Schema({
  schema: "yaml-1.1",
  resolveKnownTags: false,
  merge: true,
  customTags: (tags) => tags.filter((tag) => !isTime(tag)),
});

/**
 * YAML as kubectl reads it: sigs.k8s.io/yaml takes YAML 1.1 (`yes` is true, 0755 is octal, `<<` merges),
 * but leaves dates and base-60 numbers such as 1:30 the text that they are.
 */
export const kubectlYaml: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.1",
  schema,
  merge: true,
  // The library compares every key with every other; duplicate-keys.ts finds them in one pass.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "error",
};

function isTime(tag: Tags[number] | TagId): boolean {
  if (typeof tag === "string") return tag.toLowerCase().includes("time");
  return tag.tag.endsWith(":timestamp") || ("format" in tag && tag.format === "TIME");
}
