import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

const tools = join(import.meta.dirname, "tools");

/** What `make test-package` installed; see test/package/tools/package.json. */
export const toolPath = (...parts: readonly string[]): string => join(tools, "node_modules", ...parts);

/** The oldest supported Node, where there is one for this platform, and the one that runs the tests. */
export const nodes: Readonly<Record<string, string>> = {
  ...(existsSync(toolPath("node-22")) ? { "the oldest supported Node": toolPath("node-22/bin/node") } : {}),
  "the Node of the tests": process.execPath,
};

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Installed {
  readonly folder: string;
  /** Runs a command in that folder as a shell there would, `node` being the one that it was installed with. */
  readonly run: (command: string, args: readonly string[], input?: string) => Ran;
}

/** Installs a tarball into an empty folder. The caller removes the folder. */
export function install(tarball: string, node: string): Installed {
  const folder = mkdtempSync(join(tmpdir(), "outlive-package-"));
  const env = { ...process.env, PATH: [dirname(node), process.env["PATH"]].join(delimiter) };
  const npmArguments = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, tarball];
  execFileSync("npm", npmArguments, { cwd: folder, env, stdio: "pipe" });
  const run: Installed["run"] = (command, args, input) => spawnSync(command, args, { cwd: folder, env, input, encoding: "utf8" });
  return { folder, run };
}
