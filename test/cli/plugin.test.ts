/** What users of kubectl expect to work. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { commands } from "#cli/commands.ts";
import { versionCommand } from "#cli/version-command.ts";
import { runCommand, runExplain } from "./run-explain.ts";

const root = join(import.meta.dirname, "../..");
const shop = join(root, "docs/example");

describe("explain", () => {
  test.each([[["deployment/shop"]], [["deploy", "shop"]], [["deployments.apps", "shop"]], [["Deployment", "shop"]]])(
    "%j names the same workload",
    async (words) => {
      const { code, stdout } = await runExplain([...words, "-f", shop]);
      expect([code, stdout.split("\n")[0]]).toEqual([0, "Deployment web/shop"]);
    },
  );

  test("a kind alone is no workload", async () => {
    expect(await runExplain(["deploy", "-f", shop])).toMatchObject({ code: 2 });
  });

  test("selects by labels with --all", async () => {
    expect((await runExplain(["--all", "-l", "team=nobody", "-f", shop])).stdout).toBe("No workloads found.\n");
  });
});

test("version asks no cluster with --client, and says so where there is none", async () => {
  expect((await runCommand(versionCommand, ["--client"])).stdout).toMatch(/^outlive \d+\.\d+\.\d+ \(.*\)\n$/);
  const { code, stdout, stderr } = await runCommand(versionCommand, ["--kubeconfig", "/nowhere"]);
  expect([code, stdout.split("\n").length]).toEqual([0, 2]);
  expect(stderr).toContain("The kubeconfig /nowhere does not exist");
});

describe("every command that reads a cluster", () => {
  const io = { stdin: (async function* () {})(), stdout: { write: () => true }, stderr: { write: () => true }, environment: {} };
  const reading = commands(io).filter((command) => ["audit", "explain", "check", "restart", "version"].includes(command.name()));

  test.each(reading.map((command) => [command.name(), command] as const))("%s takes kubectl's flags", (_name, command) => {
    const flags = command.options.flatMap(({ long, short }) => [long, short]);
    expect(flags).toEqual(
      expect.arrayContaining(["--context", "--kubeconfig", "-s", "--token", "--as", "--as-group", "--request-timeout"]),
    );
  });
});

describe("the program, run by a plugin's name,", () => {
  const run = (name: string, ...args: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), "outlive-plugin-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    symlinkSync(join(root, "bin/outlive.js"), join(folder, name));
    return spawnSync(process.execPath, [join(folder, name), ...args], { encoding: "utf8", cwd: root });
  };

  test("calls itself what was typed", () => {
    expect(run("kubectl-outlive", "audit", "--help").stdout).toMatch(/^Usage: kubectl outlive audit \[options\]/);
    expect(run("outlive", "audit", "--help").stdout).toMatch(/^Usage: outlive audit \[options\]/);
  });

  test("answers wrong usage in two lines", () => {
    const { status, stderr, stdout } = run("kubectl-outlive", "audit", "--nonsense");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr.trimEnd().split("\n")).toEqual([
      "outlive: unknown option '--nonsense'",
      "(run kubectl outlive audit --help to list its options)",
    ]);
  });
});
