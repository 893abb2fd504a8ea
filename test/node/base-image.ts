import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { copyRuntime } from "../../scripts/runtime-root.ts";
import { writeImageArchive } from "./image-archive.ts";

export const BASE_IMAGE = "localhost/outlive-base:1";

/** Node and its shared libraries: runs `node` and nothing else. Gives the path of an archive in `folder`. */
export function baseImage(folder: string): string {
  const root = mkdtempSync(join(folder, "base-"));
  const archive = join(folder, "base.tar");
  copyRuntime(root);
  writeImageArchive({ name: BASE_IMAGE, root, entrypoint: ["node"], env: ["PATH=/usr/local/bin"] }, archive);
  rmSync(root, { recursive: true });
  return archive;
}
