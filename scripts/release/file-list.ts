/** Names of what is shipped, held against the lists in files/, so that nothing is added or lost unnoticed. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const lists = join(import.meta.dirname, "files");

export type ListName = "npm" | "chart" | "release";

/** The committed list; a version stands in it as VERSION. */
export function committedList(name: ListName): readonly string[] {
  return readFileSync(join(lists, `${name}.txt`), "utf8")
    .trimEnd()
    .split("\n");
}

export function writeList(name: ListName, files: readonly string[], version: string): void {
  writeFileSync(join(lists, `${name}.txt`), `${normalized(files, version).join("\n")}\n`);
}

/** One sentence a difference; empty where there is none. */
export function differences(name: ListName, files: readonly string[], version: string): readonly string[] {
  const [committed, found] = [committedList(name), normalized(files, version)];
  return [
    ...found
      .filter((file) => !committed.includes(file))
      .map((file) => `${file} is shipped but not in scripts/release/files/${name}.txt`),
    ...committed
      .filter((file) => !found.includes(file))
      .map((file) => `${file} of scripts/release/files/${name}.txt is not shipped`),
  ];
}

const normalized = (files: readonly string[], version: string): readonly string[] =>
  files.map((file) => file.replaceAll(version, "VERSION")).sort();
