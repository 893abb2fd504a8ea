import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";

export interface FoundFile {
  readonly path: string;
  readonly size: number;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** One sentence for each path that cannot be read, and for files that were left out. */
  readonly problems: readonly string[];
}

const mostFiles = 1_000_000;

/** A plain text that is written once when logging is switched on. */
const testFile = "ELBAccessLogTestFile";

/**
 * All files under the paths, largest first: where two files begin alike, the longer one is read and the other is its copy. A name that
 * occurs twice with the same size is the same object, downloaded twice.
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files: FoundFile[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  let copies = 0;
  for (const path of paths) {
    for await (const found of filesUnder(path, problems)) {
      const key = `${basename(found.path)}:${found.size}`;
      if (basename(found.path).includes(testFile)) continue;
      if (seen.has(key)) copies += 1;
      else if (files.length < mostFiles) files.push(found);
      seen.add(key);
    }
  }
  if (copies > 0) problems.push(`${copies} ${copies === 1 ? "file is there" : "files are there"} twice and read once`);
  files.sort((a, b) => b.size - a.size || (basename(a.path) < basename(b.path) ? -1 : 1));
  return { files, problems };
}

async function* filesUnder(path: string, problems: string[]): AsyncGenerator<FoundFile> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    problems.push(`${path}: ${found.code === "ENOENT" ? "no such file or folder" : found.message}`);
    return;
  }
  if (found.isFile()) {
    yield { path, size: found.size };
    return;
  }
  if (!found.isDirectory()) return;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  let count = 0;
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith(".")) continue;
    const inside = join(entry.parentPath, entry.name);
    const { size } = await stat(inside);
    count += 1;
    yield { path: inside, size };
  }
  if (count === 0) problems.push(`${path}: the folder holds no files`);
}
