/**
 * Fills downloads.json: `node test/control-plane/pin-downloads.ts ADDRESS [ETCD-ADDRESS]`. The first serves Kubernetes' binaries with their
 * .sha256 files, as VERSION/bin/OS/ARCH/NAME; the second etcd's archives with a SHA256SUMS, as VERSION/etcd-VERSION-OS-ARCH.tar.gz. Compare what it
 * writes with what the projects publish elsewhere before you commit it.
 */
import { writeFileSync } from "node:fs";
import { type BinaryName, CONTROL_PLANE } from "./binary-table.ts";
import { type Download, downloadsFile, pinnedVersion } from "./download-table.ts";

/** Kubernetes publishes its servers for Linux only; on macOS they are built. */
const platforms = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"];

/** @param read the text behind a URL, or undefined where there is none */
export async function pinnedDownloads(
  kubernetes: string,
  etcd: string | undefined,
  read: (url: string) => Promise<string | undefined>,
): Promise<readonly Download[]> {
  const found: Download[] = [];
  for (const name of CONTROL_PLANE)
    for (const platform of platforms) {
      const file =
        name === "etcd" ? etcd && (await etcdFile(etcd, platform, read)) : await kubernetesFile(name, kubernetes, platform, read);
      if (file) found.push(file);
    }
  return found;
}

type Read = (url: string) => Promise<string | undefined>;

async function kubernetesFile(name: BinaryName, address: string, platform: string, read: Read): Promise<Download | undefined> {
  const version = pinnedVersion(name) ?? "";
  const path = `${version}/bin/${platform.replace("-", "/")}/${name}`;
  const sha256 = sumIn(await read(`${address}/${path}.sha256`));
  return sha256 === undefined ? undefined : { name, platform, version, path, sha256 };
}

async function etcdFile(address: string, platform: string, read: Read): Promise<Download | undefined> {
  const version = pinnedVersion("etcd") ?? "";
  const folder = `etcd-${version}-${platform}`;
  const line = (await read(`${address}/${version}/SHA256SUMS`))?.split("\n").find((each) => each.endsWith(` ${folder}.tar.gz`));
  const sha256 = sumIn(line);
  const path = `${address}/${version}/${folder}.tar.gz`;
  return sha256 === undefined ? undefined : { name: "etcd", platform, version, path, sha256, member: `${folder}/etcd` };
}

const sumIn = (text: string | undefined): string | undefined => /^[0-9a-f]{64}\b/.exec(text ?? "")?.[0];

async function readText(url: string): Promise<string | undefined> {
  const response = await fetch(url);
  return response.ok ? response.text() : undefined;
}

if (import.meta.main) {
  const [address, etcd] = process.argv.slice(2).map((each) => each.replace(/\/+$/, ""));
  if (address === undefined) throw new Error("Usage: node test/control-plane/pin-downloads.ts ADDRESS [ETCD-ADDRESS]");
  const files = await pinnedDownloads(address, etcd, readText);
  const $comment = "Published binaries, taken where the address responds, instead of a build; written by pin-downloads.ts.";
  writeFileSync(downloadsFile, `${JSON.stringify({ $comment, address, files }, null, 2)}\n`);
  process.stdout.write(`${files.length} files pinned\n`);
}
