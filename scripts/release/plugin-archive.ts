/** `kubectl outlive` for krew: the files of the npm package. Needs Node on the user's PATH, and in return is the same for every platform. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TarEntry, tarGzip } from "./tar-writer.ts";

/** The program is in as many files as there are parts of it that load alone; the library, lib/index.js, is no part of it. */
const programFiles = (npm: string): readonly string[] =>
  readdirSync(join(npm, "lib"))
    .filter((name) => name.endsWith(".js") && name !== "index.js")
    .map((name) => `lib/${name}`);

/** @param npm folder of the package as it is published */
export function pluginArchive(npm: string, seconds: number): Uint8Array {
  const files = ["LICENSE", "THIRD-PARTY-NOTICES.md", "package.json", "bin/outlive.js", ...programFiles(npm)];
  const entries = files.map(
    (path): TarEntry => ({ path, content: readFileSync(join(npm, path)), executable: path.startsWith("bin/") }),
  );
  return tarGzip(entries, seconds);
}
