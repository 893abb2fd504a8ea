/** Writes what of docs/ follows from the code: whole files, and blocks between markers in pages that are written by hand. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedDocs } from "./gen-docs-files.ts";

const root = join(import.meta.dirname, "..");

for (const [path, content] of Object.entries(await generatedDocs(root))) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
