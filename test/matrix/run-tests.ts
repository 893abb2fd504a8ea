import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileResults } from "./results.ts";

const root = join(import.meta.dirname, "../..");

/** Runs tests of one of vitest's projects in a process of its own. @throws Error where it ended without results */
export function runTests(project: string, paths: readonly string[], env: Readonly<Record<string, string>>): FileResults {
  const folder = mkdtempSync(join(tmpdir(), "outlive-matrix-"));
  const output = join(folder, "results.json");
  try {
    const reporters = ["--reporter=default", `--reporter=${join(import.meta.dirname, "file-reporter.ts")}`];
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    spawnSync(process.execPath, [vitest, "run", "--project", project, ...reporters, ...paths], {
      cwd: root,
      env: { ...process.env, ...env, OUTLIVE_MATRIX_OUTPUT: output },
      stdio: "inherit",
    });
    return JSON.parse(readFileSync(output, "utf8")) as FileResults;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
