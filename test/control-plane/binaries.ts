import { accessSync, constants, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder, hostPlatform } from "./binary-cache.ts";
import { type Lookup, lookUpBinary } from "./binary-lookup.ts";
import { BINARIES, type BinaryName } from "./binary-table.ts";
import { buildBinary } from "./build.ts";
import { withLock } from "./build-lock.ts";
import { download } from "./download.ts";
import { locate, readDownloadTable } from "./download-table.ts";
import type { KubernetesRelease } from "./kubernetes-releases.ts";

export type BinaryPaths = Readonly<Record<BinaryName, string>>;

/** Finds each binary; those that are nowhere are downloaded where the table has them, else built. Progress goes to `report`, one line a call. */
export async function provideBinaries(
  names: readonly BinaryName[],
  report: (line: string) => void = toStderr,
): Promise<BinaryPaths> {
  const lookup = hostLookup();
  const missing = names.filter((name) => lookUpBinary(name, lookup) === undefined);
  for (const [index, name] of missing.entries()) {
    await buildOnce(name, lookup, (line) => report(`[${index + 1}/${missing.length}] ${line}`));
  }
  return Object.fromEntries(names.map((name) => [name, found(name, lookup)])) as BinaryPaths;
}

async function buildOnce(name: BinaryName, lookup: Lookup, report: (line: string) => void): Promise<void> {
  const folder = lookup.cache(name);
  mkdirSync(dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, report, async () => {
    if (lookUpBinary(name, lookup) === undefined) {
      const published = locate(name, hostPlatform(), readDownloadTable());
      const downloaded = published !== undefined && (await download(name, published, folder, report));
      if (!downloaded) await buildBinary(name, BINARIES[name].module, folder, report);
    }
  });
}

/** The folder with the programs of one release of Kubernetes, built where they are missing; it serves as `KUBEBUILDER_ASSETS`. */
export async function provideRelease(
  { module, programs }: KubernetesRelease,
  report: (line: string) => void = toStderr,
): Promise<string> {
  const folder = cacheFolder(module);
  mkdirSync(dirname(folder), { recursive: true });
  for (const name of programs) {
    if (isExecutable(join(folder, name))) continue;
    await withLock(`${folder}.lock`, report, async () => {
      if (!isExecutable(join(folder, name))) await buildBinary(name, module, folder, report);
    });
  }
  return folder;
}

function found(name: BinaryName, lookup: Lookup): string {
  const path = lookUpBinary(name, lookup);
  if (path === undefined) {
    throw new Error(
      `${name} was built but is no longer in ${lookup.cache(name)}: something emptied the cache meanwhile. Run the command again.`,
    );
  }
  return path;
}

function hostLookup(): Lookup {
  return {
    assets: process.env["KUBEBUILDER_ASSETS"],
    cache: (name) => cacheFolder(BINARIES[name].module),
    isExecutable,
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
