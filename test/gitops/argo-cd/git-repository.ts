import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface GitRepository {
  readonly url: string;
  /** Makes these the files of the newest commit, and nothing else. @returns its hash */
  readonly commit: (files: Readonly<Record<string, string>>) => string;
  readonly remove: () => void;
}

/** A repository on this machine, which git and Argo CD read by a `file:` address. */
export function gitRepository(): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), "outlive-git-"));
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@shop.example", "-c", "commit.gpgsign=false", ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  return {
    url: `file://${folder}`,
    commit: (files) => {
      for (const name of readdirSync(folder).filter((each) => each !== ".git")) rmSync(join(folder, name), { recursive: true });
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message=manifests");
      return git("rev-parse", "HEAD");
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
