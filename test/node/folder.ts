import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const FOLDER_PREFIX = "outlive-node-";

/** A new folder for everything that the nodes of one start write. Short, as a socket's path has 107 characters at most. */
export function createFolder(): string {
  return mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
}
