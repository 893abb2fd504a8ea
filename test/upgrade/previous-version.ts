import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "../chart/helm.ts";

/** In place of a release, while none is published: the last commit before evidence, gates, AWS facts and the continuous audit. */
const PINNED = "4aab7d9b044084869c76417b7ff9d80646d3024e";

export interface PreviousVersion {
  readonly ref: string;
  readonly commit: string;
  /** With everything that an image is built from. */
  readonly folder: string;
  readonly program: string;
  readonly chart: string;
}

/** The version before this one, built once below .cache/; a sentence where that is not possible here. @throws Error where the build fails */
export function previousVersion(): PreviousVersion | string {
  const ref = process.env["OUTLIVE_PREVIOUS"] || lastRelease() || PINNED;
  const commit = run("git", ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  if (commit.status !== 0)
    return `${ref} is not in this clone. Fetch it (git fetch --unshallow), or set OUTLIVE_PREVIOUS to a tag or commit that is.`;
  const folder = join(root, ".cache/upgrade", commit.stdout.trim());
  const program = join(folder, "dist/outlive.js");
  if (!existsSync(program)) build(commit.stdout.trim(), folder);
  return { ref, commit: commit.stdout.trim(), folder, program, chart: join(folder, "charts/outlive") };
}

/** The newest tag of a version that is older than what is checked out. */
function lastRelease(): string | undefined {
  const { status, stdout } = run("git", ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", "HEAD~1"]);
  return status === 0 ? stdout.trim() : undefined;
}

function build(commit: string, folder: string): void {
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  must("sh", ["-c", 'git archive "$1" | tar -x -C "$2"', "sh", commit, unfinished], root);
  // Bundles differ by what is bundled, so those of this version serve while both are pinned to the same versions.
  symlinkSync(join(root, "node_modules"), join(unfinished, "node_modules"));
  must(process.execPath, ["scripts/build.ts"], unfinished);
  renameSync(unfinished, folder);
}

function must(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`the previous version cannot be built: ${stderr}`);
}

const run = (command: string, args: readonly string[]) => spawnSync(command, args, { cwd: root, encoding: "utf8" });
