/** Patterns of files and folders that are not read, as `.outliveignore` and `--exclude` have them. */
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { matchesGlob } from "#model/glob.ts";

export type IsIgnored = (path: string) => boolean;

export const ignoreFileName = ".outliveignore";

interface Patterns {
  /** What patterns with a slash are relative to. */
  readonly root: string;
  readonly patterns: readonly string[];
}

/** By the ignore file in `root`, if there is one, and by further patterns. */
export function ignoredIn(root: string, further: readonly string[] = []): IsIgnored {
  const patterns = [...fileLines(join(root, ignoreFileName)), ...further];
  return patterns.length === 0 ? () => false : (path) => isIgnored(path, { root, patterns });
}

/** A line each; `#` begins a comment. A file that cannot be read ignores nothing. */
function fileLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
  } catch {
    return [];
  }
}

function isIgnored(path: string, { root, patterns }: Patterns): boolean {
  const inside = relative(root, path).split(sep);
  if (inside[0] === "") return false;
  // A path that leads elsewhere can still be known by its names.
  const below = inside[0] === ".." ? path.split(sep).filter((name) => name !== "" && name !== "..") : inside;
  return patterns.some((pattern) => matches(pattern, below));
}

/** With a slash, from the root on; without one, any file or folder of that name. What is in an ignored folder is ignored too. */
function matches(pattern: string, below: readonly string[]): boolean {
  const plain = pattern.replace(/\/$/, "");
  if (!plain.includes("/")) return below.some((name) => matchesGlob(plain, name));
  const anchored = plain.replace(/^\.?\//, "");
  return below.some((_, at) => matchesGlob(anchored, below.slice(0, at + 1).join("/")));
}
