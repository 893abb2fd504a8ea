/** Which published binaries may be used in place of a build, and where they are: downloads.json. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Platform, readPins } from "./binary-cache.ts";
import { BINARIES, type BinaryName } from "./binary-table.ts";

export interface Download {
  readonly name: BinaryName;
  readonly platform: string;
  readonly version: string;
  /** Relative to the address, or a whole URL. */
  readonly path: string;
  /** Of what is transferred, in hexadecimal. */
  readonly sha256: string;
  /** File within, where a .tar.gz is transferred. */
  readonly member?: string;
}

export interface DownloadTable {
  readonly address: string | null;
  readonly files: readonly Download[];
}

export interface Located {
  readonly url: string;
  readonly sha256: string;
  readonly member: string | undefined;
}

export const downloadsFile = join(import.meta.dirname, "downloads.json");

/** The committed table; the variable OUTLIVE_DOWNLOADS names another address, and empty none. */
export function readDownloadTable(environment: Readonly<Record<string, string | undefined>> = process.env): DownloadTable {
  const { address, files } = JSON.parse(readFileSync(downloadsFile, "utf8")) as DownloadTable;
  return { address: environment["OUTLIVE_DOWNLOADS"] ?? address, files };
}

/** Undefined where nothing is pinned for this platform and for the version that would be built. */
export function locate(name: BinaryName, { goos, goarch }: Platform, { address, files }: DownloadTable): Located | undefined {
  if (address === null || address === "") return undefined;
  const version = pinnedVersion(name);
  const file = files.find(
    (each) => each.name === name && each.platform === `${goos}-${goarch}` && each.version === version && version !== undefined,
  );
  if (file === undefined) return undefined;
  return { url: new URL(file.path, `${address.replace(/\/+$/, "")}/`).href, sha256: file.sha256, member: file.member };
}

/** As go.mod requires it, so that a download is never of another version than a build. */
export function pinnedVersion(name: BinaryName): string | undefined {
  const module = { etcd: "go.etcd.io/etcd/server/v3", kubernetes: "k8s.io/kubernetes" }[BINARIES[name].module as string];
  if (module === undefined) return undefined;
  const line = readPins(BINARIES[name].module)
    .goMod.split("\n")
    .find((each) =>
      each
        .trim()
        .replace(/^require /, "")
        .startsWith(`${module} v`),
    );
  return /\s(v\d\S*)/.exec(line ?? "")?.[1];
}
