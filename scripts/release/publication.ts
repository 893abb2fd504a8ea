/** Where things are published: publication.json, which is the only place that says so. */
import { readFileSync } from "node:fs";

const keys = ["repository", "documentation", "image", "charts", "downloads"] as const;

export type Publication = Readonly<Record<(typeof keys)[number], string | undefined>>;

const schemes: Readonly<Record<(typeof keys)[number], RegExp>> = {
  repository: /^https:\/\/[^/\s]+(?:\/[\w.-]+)+$/,
  documentation: /^https:\/\/\S+[^/\s]$/,
  image: /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)+$/,
  charts: /^oci:\/\/\S+[^/\s]$/,
  downloads: /^https:\/\/\S+[^/\s]$/,
};

/** @throws Error that says which entry is not an address of its kind */
export function publication(text = readFileSync(new URL("../../publication.json", import.meta.url), "utf8")): Publication {
  const entries = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(keys.map((key) => [key, address(key, entries[key])])) as Publication;
}

function address(key: (typeof keys)[number], value: unknown): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "string" && schemes[key].test(value)) return value;
  throw new Error(`publication.json: ${key} has to be null or match ${schemes[key].source}; it is ${JSON.stringify(value)}`);
}
