import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A file system of its own, small enough to be filled. */
export interface SmallDisk {
  readonly folder: string;
  readonly isOwn: boolean;
  /** Until nothing more fits. */
  readonly fill: () => void;
  readonly free: () => void;
  readonly remove: () => void;
}

const SIZE = "24m";

/** A plain folder, which `fill` leaves alone, where nothing may be mounted. */
export function mountSmallDisk(folder: string): SmallDisk {
  mkdirSync(folder, { recursive: true });
  const isOwn = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", folder]).status === 0;
  const filler = join(folder, "filler");
  return {
    folder,
    isOwn,
    fill: () => {
      if (isOwn) writeUntilFull(filler, folder);
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      if (isOwn) spawnSync("umount", ["-l", folder]);
    },
  };
}

function writeUntilFull(file: string, folder: string): void {
  const descriptor = openSync(file, "a");
  try {
    for (let block = Buffer.alloc(1 << 20); block.length > 0 && statfsSync(folder).bavail > 0; ) {
      try {
        writeSync(descriptor, block);
      } catch {
        block = block.subarray(0, block.length >> 1);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
