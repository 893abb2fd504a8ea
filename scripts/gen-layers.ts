/** Writes biome.json: the formatter and linter settings of biome.base.json plus one import allow-list for each folder of src/, from layers.json. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Layer {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly pure: boolean;
  readonly why: string;
}

const at = (name: string): URL => new URL(name, import.meta.url);
const layers = JSON.parse(readFileSync(at("layers.json"), "utf8")) as Record<string, Layer>;
const base = JSON.parse(readFileSync(at("biome.base.json"), "utf8")) as { overrides?: unknown[] };

const impureGlobals = [
  "Date",
  "process",
  "Buffer",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "performance",
  "crypto",
  "globalThis",
];

const allow = (ours: string): string => (ours.endsWith(".ts") ? `!#${ours}` : `!#${ours}/**`);

const allowList = ([folder, layer]: [string, Layer]): unknown => ({
  includes: [`src/${folder}/**`],
  linter: {
    rules: {
      style: {
        noRestrictedImports: {
          level: "error",
          options: {
            patterns: [
              {
                group: ["**", "!./**", `!#${folder}/**`, ...layer.ours.map(allow), ...layer.theirs.map((name) => `!${name}`)],
                message: `src/${folder} (${layer.why}) may import only: ./, ${[...layer.ours.map((o) => `#${o}`), ...layer.theirs].join(", ") || "nothing else"}`,
              },
            ],
          },
        },
      },
    },
  },
});

const purity = {
  includes: Object.entries(layers).flatMap(([folder, layer]) => (layer.pure ? [`src/${folder}/**`] : [])),
  linter: {
    rules: {
      suspicious: { noConsole: "error" },
      style: {
        noProcessEnv: "error",
        noRestrictedGlobals: {
          level: "error",
          options: {
            deniedGlobals: Object.fromEntries(impureGlobals.map((name) => [name, `pure code takes ${name} as an argument`])),
          },
        },
      },
    },
  },
};

export const biomeConfiguration = (): object => ({
  ...base,
  overrides: [...(base.overrides ?? []), ...Object.entries(layers).map(allowList), purity],
});

if (import.meta.main) {
  const written = at("../biome.json");
  writeFileSync(written, `${JSON.stringify(biomeConfiguration(), null, 2)}\n`);
  spawnSync("biome", ["format", "--write", fileURLToPath(written)], { stdio: "inherit" });
}
