import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { BUILD_BASE_IMAGE, buildBaseImage } from "./build-base.ts";

export const PRODUCT_IMAGE = `localhost/outlive:${packageJson.version}`;

const PROJECT = join(import.meta.dirname, "../..");
const CACHE = join(PROJECT, ".cache/node");

export type ProductImage = { readonly name: string; readonly archive: string; readonly bytes: number };

/** Builds the Dockerfile with buildah, without Docker and without an image registry; npm packages come from where npm takes them. */
export async function buildProductImage(report: (line: string) => void): Promise<ProductImage> {
  const archive = join(CACHE, "outlive.tar");
  mkdirSync(CACHE, { recursive: true });
  rmSync(archive, { force: true });
  const startedMs = Date.now();
  report("building the image of outlive with buildah");
  await buildah(["pull", "--quiet", `docker-archive:${buildBaseImage(CACHE)}`]);
  const args = {
    BUILD_IMAGE: BUILD_BASE_IMAGE,
    // The Dockerfile's own default; buildah 1.28 leaves out a stage that only a default names.
    RUNTIME_IMAGE: "runtime",
    VERSION: packageJson.version,
    REVISION: commit("%H"),
    REVISION_DATE: commit("%cs"),
  };
  const buildArgs = Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  await buildah([
    "bud",
    "--isolation",
    "chroot",
    "--pull-never",
    "--layers",
    "--timestamp",
    commit("%ct"),
    ...buildArgs,
    "--tag",
    PRODUCT_IMAGE,
    PROJECT,
  ]);
  await buildah(["push", "--quiet", PRODUCT_IMAGE, `docker-archive:${archive}:${PRODUCT_IMAGE}`]);
  const { size: bytes } = statSync(archive);
  report(`${PRODUCT_IMAGE}: ${Math.round(bytes / 1e6)} MB, built in ${Math.round((Date.now() - startedMs) / 1000)} s`);
  return { name: PRODUCT_IMAGE, archive, bytes };
}

/** The files of every layer carry the commit's time, so that the same commit gives the same layers. */
const commit = (format: string): string =>
  execFileSync("git", ["log", "-1", `--format=${format}`], { cwd: PROJECT, encoding: "utf8" }).trim();

// In mounts of its own, because buildah leaves its storage mounted.
async function buildah(args: readonly string[]): Promise<void> {
  const storage = ["--root", join(CACHE, "buildah"), "--runroot", join(CACHE, "buildah-run"), "--storage-driver", "overlay"];
  const child = spawn("unshare", ["--mount", "buildah", ...storage, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`buildah ${args[0]} ended with exit code ${code}:\n${output.trim()}`);
}
