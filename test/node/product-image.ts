import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { BUILD_BASE_IMAGE, buildBaseImage } from "./build-base.ts";

export const PRODUCT_IMAGE = `localhost/outlive:${packageJson.version}`;

const PROJECT = join(import.meta.dirname, "../..");
const CACHE = join(PROJECT, ".cache/node");

export type ProductImage = { readonly name: string; readonly archive: string; readonly bytes: number };

/** A version of the product: where its files are, and which commit they are from. */
export interface ImageSource {
  readonly name: string;
  readonly folder: string;
  readonly commit: string;
  readonly archive: string;
}

export const buildProductImage = (report: (line: string) => void): Promise<ProductImage> =>
  buildImage({ name: PRODUCT_IMAGE, folder: PROJECT, commit: "HEAD", archive: join(CACHE, "outlive.tar") }, report);

/** Builds the Dockerfile with buildah, without Docker and without an image registry; npm packages come from where npm takes them. */
export async function buildImage(
  { name, folder, commit, archive }: ImageSource,
  report: (line: string) => void,
): Promise<ProductImage> {
  mkdirSync(CACHE, { recursive: true });
  rmSync(archive, { force: true });
  const startedMs = Date.now();
  report(`building the image ${name} with buildah`);
  await buildah(["pull", "--quiet", `docker-archive:${buildBaseImage(CACHE)}`]);
  const args = {
    BUILD_IMAGE: BUILD_BASE_IMAGE,
    // The Dockerfile's own default; buildah 1.28 leaves out a stage that only a default names.
    RUNTIME_IMAGE: "runtime",
    VERSION: versionIn(folder),
    REVISION: about(commit, "%H"),
    REVISION_DATE: about(commit, "%cs"),
  };
  const buildArgs = Object.entries(args).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
  await buildah([
    "bud",
    "--isolation",
    "chroot",
    "--pull-never",
    "--layers",
    "--timestamp",
    about(commit, "%ct"),
    ...buildArgs,
    "--tag",
    name,
    folder,
  ]);
  const unfinished = `${archive}.unfinished`;
  rmSync(unfinished, { force: true });
  await buildah(["push", "--quiet", name, `docker-archive:${unfinished}:${name}`]);
  renameSync(unfinished, archive);
  const { size: bytes } = statSync(archive);
  report(`${name}: ${Math.round(bytes / 1e6)} MB, built in ${Math.round((Date.now() - startedMs) / 1000)} s`);
  return { name, archive, bytes };
}

const versionIn = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { readonly version: string }).version;

/** The files of every layer carry the commit's time, so that the same commit gives the same layers. */
const about = (commit: string, format: string): string =>
  execFileSync("git", ["log", "-1", `--format=${format}`, commit], { cwd: PROJECT, encoding: "utf8" }).trim();

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
