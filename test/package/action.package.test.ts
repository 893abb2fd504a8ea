/** The script behind action.yml, run as a runner does, with the packed package in place of the published one. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packNpm } from "../../scripts/release/npm-folder.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "outlive-action-"));
const output = join(folder, "github-output");
let tarball = "";

beforeAll(async () => {
  cpSync(join(root, "docs/example"), join(folder, "k8s"), { recursive: true });
  mkdirSync(join(folder, "runner"));
  tarball = await packNpm(join(folder, "dist"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function runAction(inputs: Readonly<Record<string, string>>): { status: number | null; stdout: string; sarif: string } {
  writeFileSync(output, "");
  const environment = {
    OUTLIVE_PATHS: "k8s",
    OUTLIVE_FAIL_ON: "error",
    OUTLIVE_CONFIG: "",
    OUTLIVE_FORMAT: "github",
    OUTLIVE_VERSION: `file:${tarball}`,
    OUTLIVE_SARIF: "outlive.sarif",
    RUNNER_TEMP: join(folder, "runner"),
    GITHUB_OUTPUT: output,
    ...inputs,
  };
  const { status, stdout } = spawnSync("bash", [join(root, "deploy/github-action/check.sh")], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  const path = /^sarif-file=(.*)$/m.exec(readFileSync(output, "utf8"))?.[1] ?? "";
  return { status, stdout, sarif: existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : "" };
}

test("fails with outlive's own code, after the report is written", () => {
  const { status, stdout, sarif } = runAction({});
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error /m);
  expect(JSON.parse(sarif)).toMatchObject({ version: "2.1.0" });
});

test("passes where findings are not to fail it, and reports them all the same", () => {
  const { status, sarif } = runAction({ OUTLIVE_FAIL_ON: "never" });
  expect(status).toBe(0);
  expect(sarif).toContain("prestop-outlives-deregistration");
});

test("runs nothing of what its inputs say", () => {
  const { status } = runAction({ OUTLIVE_PATHS: "$(touch ran)\n`touch ran`\n; touch ran", OUTLIVE_SARIF: "o.sarif" });
  expect(status).toBe(3);
  expect(existsSync(join(folder, "ran"))).toBe(false);
});

test("a path that looks like an option is a path", () => {
  expect(runAction({ OUTLIVE_PATHS: "--fix" }).status).toBe(3);
});
