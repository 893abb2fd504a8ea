/** Which commit a build is of. Its date is that of the commit, so that two builds of one commit are the same bytes. */
import { spawnSync } from "node:child_process";

export interface BuildStamp {
  /** Abbreviated hash, with `-modified` behind it where files differ from the commit; undefined where nothing names one. */
  readonly commit: string | undefined;
  /** Day of the commit, as in 2026-01-31. */
  readonly date: string | undefined;
}

const root = new URL("../..", import.meta.url).pathname;

/**
 * From the environment where it says so (an image is built without the .git folder), else from git. A build from a source archive
 * has neither, and does without.
 */
export function buildStamp(environment: Readonly<Record<string, string | undefined>> = process.env): BuildStamp {
  const { OUTLIVE_COMMIT, OUTLIVE_COMMIT_DATE } = environment;
  if (OUTLIVE_COMMIT !== undefined && OUTLIVE_COMMIT !== "" && OUTLIVE_COMMIT !== "unknown")
    return { commit: OUTLIVE_COMMIT.slice(0, 12), date: OUTLIVE_COMMIT_DATE?.slice(0, 10) || undefined };
  const [hash, date] = git("log", "-1", "--format=%H %cs")?.split(" ") ?? [];
  const modified = git("status", "--porcelain", "--untracked-files=no") !== "";
  return { commit: hash && `${hash.slice(0, 12)}${modified ? "-modified" : ""}`, date };
}

function git(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
