import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { copyRuntime } from "../../../scripts/runtime-root.ts";
import { writeImageArchive } from "../../node/image-archive.ts";

export const images = { sample: "localhost/outlive-sample:1", distroless: "localhost/outlive-sample-distroless:1" } as const;

const scripts = ["handler.ts", "exits.ts", "drains.ts", "sidecar.ts"];

/** Writes both images into `folder` and gives the paths of their archives, in the format of `docker save`. */
export function sampleImages(folder: string): readonly string[] {
  return [
    image(folder, images.sample, ["node"], (root) => {
      copyRuntime(root);
      mkdirSync(join(root, "sample"));
      for (const script of scripts) copyFileSync(join(import.meta.dirname, script), join(root, "sample", script));
    }),
    image(folder, images.distroless, ["/sample"], (root) => buildDistroless(join(root, "sample"))),
  ];
}

export function buildDistroless(path: string): void {
  const env = { ...process.env, CGO_ENABLED: "0" };
  execFileSync("go", ["build", "-ldflags", "-s -w", "-o", path, "."], { cwd: join(import.meta.dirname, "distroless"), env });
}

function image(folder: string, name: string, entrypoint: readonly string[], fill: (root: string) => void): string {
  const root = mkdtempSync(join(folder, "image-"));
  try {
    fill(root);
    const archive = join(folder, `image-${readdirSync(folder).length}.tar`);
    writeImageArchive({ name, root, entrypoint, env: ["PATH=/usr/local/bin"] }, archive);
    return archive;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
