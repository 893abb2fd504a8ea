import { readFileSync } from "node:fs";
import { join } from "node:path";
import { code, codes, table } from "./gen-docs-markdown.ts";

interface Layer {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly pure: boolean;
  readonly why: string;
}

export function layerTable(root: string): string {
  const layers = JSON.parse(readFileSync(join(root, "scripts/layers.json"), "utf8")) as Readonly<Record<string, Layer>>;
  return table(
    ["folder", "what it is", "may import of ours", "may import of others", "pure"],
    Object.entries(layers).map(([name, { ours, theirs, pure, why }]) => [
      code(`${name}/`),
      why,
      codes(ours) || "nothing",
      codes(theirs) || "nothing",
      pure ? "yes" : "no",
    ]),
  );
}
