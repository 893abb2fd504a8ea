/** `kubectl outlive` for krew: the files of the npm package. Needs Node on the user's PATH, and in return is the same for every platform. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TarEntry, tarGzip } from "./tar-writer.ts";

const files = [
  "LICENSE",
  "THIRD-PARTY-NOTICES.md",
  "package.json",
  "bin/outlive.js",
  "lib/cli.js",
  "lib/outlive-aws.js",
] as const;

/** @param npm folder of the package as it is published */
export function pluginArchive(npm: string, seconds: number): Uint8Array {
  const entries = files.map(
    (path): TarEntry => ({ path, content: readFileSync(join(npm, path)), executable: path.startsWith("bin/") }),
  );
  return tarGzip(entries, seconds);
}
