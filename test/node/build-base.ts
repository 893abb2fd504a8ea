import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, globSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyRuntime } from "../../scripts/runtime-root.ts";
import { writeImageArchive } from "./image-archive.ts";

export const BUILD_BASE_IMAGE = "localhost/outlive-build-base:1";

const PROJECT = join(import.meta.dirname, "../..");
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** What the Dockerfile's build stage needs of node:24-bookworm-slim, from this machine's files. Gives the path of an archive in `folder`. */
export function buildBaseImage(folder: string): string {
  const root = mkdtempSync(join(folder, "build-base-"));
  const archive = join(folder, "build-base.tar");
  copyRuntime(root);
  for (const program of ["/bin/sh", "/usr/bin/env"]) {
    copyInto(root, program, program);
    copyLibraries(root, program);
  }
  for (const addon of globSync("node_modules/@rolldown/binding-*/*.node", { cwd: PROJECT }))
    copyLibraries(root, join(PROJECT, addon));
  copyNpm(root);
  const env = ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/root"];
  if (existsSync(CERTIFICATES)) {
    // A registry behind a proxy of the user's may have a certificate that only the machine knows.
    copyInto(root, CERTIFICATES, CERTIFICATES);
    env.push(`NODE_EXTRA_CA_CERTS=${CERTIFICATES}`);
  }
  writeImageArchive({ name: BUILD_BASE_IMAGE, root, entrypoint: [], env }, archive);
  rmSync(root, { recursive: true });
  return archive;
}

function copyNpm(root: string): void {
  const modules = output("npm", ["root", "--global"]).trim();
  cpSync(join(modules, "npm"), join(root, "usr/local/lib/node_modules/npm"), { recursive: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(root, "usr/local/bin/npm"));
}

function copyLibraries(root: string, path: string): void {
  for (const [library] of output("ldd", [path]).matchAll(/\/\S+/g)) copyInto(root, library, library);
}

function copyInto(root: string, from: string, to: string): void {
  const target = join(root, to);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(realpathSync(from), target);
}

function output(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}
