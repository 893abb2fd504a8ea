import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeImageArchive } from "./image-archive.ts";

export const PAUSE_IMAGE = "localhost/outlive-pause:1";

/** The image of every Pod's sandbox: nothing but the static program `init`. Gives the path of an archive in `folder`. */
export function pauseImage(init: string, folder: string): string {
  const root = mkdtempSync(join(folder, "pause-"));
  const archive = join(folder, "pause.tar");
  copyFileSync(init, join(root, "init"));
  writeImageArchive({ name: PAUSE_IMAGE, root, entrypoint: ["/init"], env: [] }, archive);
  rmSync(root, { recursive: true });
  return archive;
}
