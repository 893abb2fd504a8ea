/** Everything that a release consists of and that needs no network. */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { chartArchive } from "./chart-archive.ts";
import { krewManifest } from "./krew-manifest.ts";
import { packNpm } from "./npm-folder.ts";
import { pluginArchive } from "./plugin-archive.ts";
import { sbom } from "./sbom.ts";

const { version } = packageJson;

export interface ReleaseInput {
  /** Time that everything carries, in seconds since 1970: that of the commit. */
  readonly seconds: number;
  readonly imageDigest: string | undefined;
}

/** Name of the asset → what it is; the names are the same but for the version in every release. */
export const assetNames = {
  npm: `outlive-npm-${version}.tgz`,
  chart: `outlive-chart-${version}.tgz`,
  plugin: `kubectl-outlive-${version}.tar.gz`,
  krew: "outlive.yaml",
  sbom: `outlive-${version}.cdx.json`,
  checksums: "SHA256SUMS",
} as const;

/** Writes them into a folder, which is emptied first. */
export async function writeAssets(folder: string, { seconds, imageDigest }: ReleaseInput): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), "outlive-release-"));
  try {
    copyFileSync(await packNpm(work), join(folder, assetNames.npm));
    const plugin = pluginArchive(join(work, "npm"), seconds);
    writeFileSync(join(folder, assetNames.plugin), plugin);
    writeFileSync(join(folder, assetNames.chart), chartArchive(seconds, imageDigest));
    writeFileSync(join(folder, assetNames.krew), krewManifest(version, assetNames.plugin, sha256(plugin)));
    writeFileSync(join(folder, assetNames.sbom), sbom(seconds));
  } finally {
    rmSync(work, { recursive: true });
  }
  writeFileSync(join(folder, assetNames.checksums), checksums(folder));
}

/** In the form of sha256sum, which also checks it. */
function checksums(folder: string): string {
  const { checksums: _, ...files } = assetNames;
  const lines = Object.values(files)
    .sort()
    .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`);
  return lines.join("");
}

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");
