/** The import rules are only as good as the linter's reading of them: each import that is forbidden is planted, and has to be reported. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { read, root } from "./repository.ts";

interface Layer {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly pure: boolean;
}

const layers = JSON.parse(read("scripts/layers.json")) as Readonly<Record<string, Layer>>;
const folders = Object.keys(layers);
const packages = [...new Set(Object.values(layers).flatMap(({ theirs }) => theirs.filter((name) => !name.startsWith("node:"))))];
const modules = ["node:fs", "node:fs/promises", "node:crypto", "fs"];

const allowed = (layer: Layer, name: string): boolean =>
  layer.theirs.includes(name) || (/^node:[^/]+$/.test(name) && layer.theirs.includes("node:*"));

interface Planted {
  readonly folder: string;
  readonly source: string;
}

const isOpen = (layer: Layer, folder: string): boolean => layer.ours.includes(folder);

const forbidden: readonly Planted[] = Object.entries(layers).flatMap(([folder, layer]) => {
  const others = folders.filter((other) => other !== folder);
  const imports = [
    ...others.filter((other) => !isOpen(layer, other)).map((other) => `import { x } from "#${other}/x.ts";`),
    ...others.filter((other) => !isOpen(layer, other)).map((other) => `import type { x } from "#${other}/x.ts";`),
    ...others.map((other) => `import { x } from "../${other}/x.ts";`),
    ...[...packages, ...modules].filter((name) => !allowed(layer, name)).map((name) => `import * as x from "${name}";`),
  ];
  const globals = layer.pure ? ["new Date()", "process.pid", "performance.now()", 'fetch("")', "setTimeout(() => 1, 1)"] : [];
  return [
    ...imports.map((line) => ({ folder, source: `${line}\nexport const y: typeof x = 1;\n` })),
    ...globals.map((use) => ({ folder, source: `export const y = ${use};\n` })),
  ];
});

const permitted: readonly Planted[] = Object.entries(layers).flatMap(([folder, layer]) => [
  ...layer.ours.map((ours) => ({
    folder,
    source: `import { x } from "#${ours.endsWith(".ts") ? ours : `${ours}/x.ts`}";\nexport const y = x;\n`,
  })),
  { folder, source: 'import { x } from "./x.ts";\nexport const y = x;\n' },
]);

let copy = "";
let reported: ReadonlySet<string> = new Set();

const nameOf = (kind: string, { folder }: Planted, index: number): string => `src/${folder}/${kind}-${index}.ts`;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "outlive-layers-"));
  cpSync(join(root, "biome.json"), join(copy, "biome.json"));
  writeFileSync(join(copy, "package.json"), JSON.stringify({ type: "module", imports: { "#*": "./src/*" } }));
  spawnSync("git", ["init", "--quiet"], { cwd: copy });
  for (const folder of folders) {
    mkdirSync(join(copy, "src", folder), { recursive: true });
    writeFileSync(join(copy, `src/${folder}/x.ts`), "export const x = 1;\n");
  }
  forbidden.forEach((planted, index) => void writeFileSync(join(copy, nameOf("forbidden", planted, index)), planted.source));
  permitted.forEach((planted, index) => void writeFileSync(join(copy, nameOf("permitted", planted, index)), planted.source));
  const { stdout } = spawnSync(
    join(root, "node_modules/.bin/biome"),
    [
      "lint",
      "--max-diagnostics=none",
      "--reporter=json",
      "--only=style/noRestrictedImports",
      "--only=style/noRestrictedGlobals",
      "src",
    ],
    { cwd: copy, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  reported = new Set([...stdout.matchAll(/src\/[a-z/-]+\/(?:forbidden|permitted)-\d+\.ts/g)].map(([path]) => path));
}, 30_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("imports between folders", () => {
  test("are planted by the hundred", () => {
    expect(forbidden.length).toBeGreaterThan(400);
  });

  test.each(folders)("what src/%s must not import is reported", (folder) => {
    const missed = forbidden.flatMap((planted, index) =>
      planted.folder === folder && !reported.has(nameOf("forbidden", planted, index)) ? [planted.source] : [],
    );
    expect(missed).toEqual([]);
  });

  test.each(folders)("what src/%s may import is not reported", (folder) => {
    const wronged = permitted.flatMap((planted, index) =>
      planted.folder === folder && reported.has(nameOf("permitted", planted, index)) ? [planted.source] : [],
    );
    expect(wronged).toEqual([]);
  });
});
