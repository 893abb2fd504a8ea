/**
 * Builds everything of a release that needs no network, twice, into dist/release and a second folder: the bytes have to be the
 * same, and the files those of the committed lists. `node scripts/release/dry-run.ts [--write-lists] [--image-digest sha256:…]`
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import packageJson from "../../package.json" with { type: "json" };
import { assetNames, writeAssets } from "./assets.ts";
import { differences, type ListName, writeList } from "./file-list.ts";
import { tarFiles } from "./tar-files.ts";

const root = join(import.meta.dirname, "../..");
const release = join(root, "dist/release");
const { values } = parseArgs({ options: { "write-lists": { type: "boolean" }, "image-digest": { type: "string" } } });

process.exitCode = await main();

async function main(): Promise<number> {
  const seconds = Number(execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }));
  const input = { seconds, imageDigest: values["image-digest"] };
  const again = mkdtempSync(join(tmpdir(), "outlive-again-"));
  try {
    await writeAssets(release, input);
    await writeAssets(again, input);
    const shipped = shippedFiles();
    if (values["write-lists"] === true) for (const [name, files] of shipped) writeList(name, files, packageJson.version);
    const wrong = [
      ...shipped.flatMap(([name, files]) => differences(name, files, packageJson.version)),
      ...unequal(release, again),
    ];
    process.stdout.write(readFileSync(join(release, assetNames.checksums), "utf8"));
    for (const sentence of wrong) say(sentence);
    say(wrong.length === 0 ? "dist/release: two builds gave the same bytes, and the files are those of the lists" : "failed");
    return wrong.length === 0 ? 0 : 1;
  } finally {
    rmSync(again, { recursive: true });
  }
}

function shippedFiles(): readonly (readonly [ListName, readonly string[]])[] {
  return [
    ["npm", tarFiles(join(release, assetNames.npm))],
    ["chart", tarFiles(join(release, assetNames.chart))],
    ["release", readdirSync(release)],
  ];
}

function unequal(first: string, second: string): readonly string[] {
  const isEqual = (name: string): boolean => readFileSync(join(first, name)).equals(readFileSync(join(second, name)));
  return readdirSync(first)
    .filter((name) => !isEqual(name))
    .map((name) => `${name}: a second build of the same commit gave other bytes`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
