import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Gives a file new text whole or not at all: the text is written beside the old file and renamed over it, so that an interruption or
 * a full disk leaves the old text. A symbolic link stays a link, and permissions stay the same.
 *
 * @throws Error of node:fs where the folder cannot be written to; nothing is left behind
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const file = await realpath(path);
  const { mode } = await stat(file);
  const fresh = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  const handle = await open(fresh, "wx");
  try {
    try {
      await handle.writeFile(text);
      await handle.chmod(mode);
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
