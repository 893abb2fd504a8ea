import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hostPlatform } from "../control-plane/binary-cache.ts";

export type ImageContent = {
  readonly name: string;
  /** Folder whose content becomes the only layer. */
  readonly root: string;
  readonly entrypoint: readonly string[];
  readonly env: readonly string[];
};

/** Writes an image of one layer in the format of `docker save`, which containerd and buildah both read. */
export function writeImageArchive({ name, root, entrypoint, env }: ImageContent, path: string): void {
  const folder = mkdtempSync(join(tmpdir(), "outlive-image-"));
  try {
    const layer = join(folder, "layer.tar");
    execFileSync("tar", [
      "--create",
      "--file",
      layer,
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      "--sort=name",
      // The same content makes the same image, whose layers a build then finds in its cache.
      "--mtime=@0",
      "-C",
      root,
      ".",
    ]);
    const { goos, goarch } = hostPlatform();
    const config = {
      architecture: goarch,
      os: goos,
      config: { Entrypoint: entrypoint, Env: env },
      // containerd does without, buildah counts them against the layers.
      history: [{ created_by: "outlive" }],
      rootfs: { type: "layers", diff_ids: [`sha256:${createHash("sha256").update(readFileSync(layer)).digest("hex")}`] },
    };
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    writeFileSync(
      join(folder, "manifest.json"),
      JSON.stringify([{ Config: "config.json", RepoTags: [name], Layers: ["layer.tar"] }]),
    );
    mkdirSync(dirname(path), { recursive: true });
    execFileSync("tar", ["--create", "--file", path, "-C", folder, "manifest.json", "config.json", "layer.tar"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
