import { readFileSync } from "node:fs";

/** Empty where there is no such file, as of a process that has ended meanwhile. */
export function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Program and arguments of a process of this machine; empty where it has ended. */
export const commandLineOf = (pid: number | string): readonly string[] =>
  readIfThere(`/proc/${pid}/cmdline`).split("\0").slice(0, -1);
