/** Programs from PyPI in a virtual environment of their own, which is kept until their pins change. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const toolPins = join(import.meta.dirname, "tools/requirements.txt");
const cache = join(import.meta.dirname, "../../.cache/checks");

/** `pins`: a requirements file. Gives the folder with the programs. @throws Error where there is no Python 3 with venv */
export function pythonTools(report: (line: string) => void, pins = toolPins): string {
  const key = createHash("sha256").update(readFileSync(pins)).digest("hex").slice(0, 16);
  const folder = join(cache, `python-${key}`);
  if (existsSync(join(folder, "ready"))) return join(folder, "bin");
  report("installing the pinned Python tools");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run("python3", ["-m", "venv", folder], "python3 with its module venv is needed (Debian: python3-venv)");
  run(join(folder, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", "--requirement", pins], "pip failed");
  // An environment cannot be moved, so a mark says that it is whole.
  writeFileSync(join(folder, "ready"), "");
  return join(folder, "bin");
}

function run(command: string, args: readonly string[], otherwise: string): void {
  try {
    execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  } catch (error) {
    throw new Error(`${otherwise}: ${(error as Error).message}`);
  }
}
