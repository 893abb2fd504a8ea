import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkFormats } from "#cli/check/check-options.ts";
import type { CommandIo } from "#cli/io.ts";
import { commands } from "#cli/main.ts";

function script(shell: string): string {
  let written = "";
  const output = { write: (text: string) => (written += text) };
  const io: CommandIo = { stdin: (async function* () {})(), stdout: output, stderr: output, environment: {} };
  const command = commands(io).find((each) => each.name() === "completion");
  command?.exitOverride().parse([shell], { from: "user" });
  return written;
}

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(" ");
  const ask = `${script("bash")}\nCOMP_WORDS=(outlive ${line}); COMP_CWORD=${words.length}; _outlive; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", ask], { encoding: "utf8", cwd: import.meta.dirname });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

describe("in bash", () => {
  test("commands come first", () => {
    expect(offered("expl")).toEqual(["explain"]);
    expect(offered("")).toContain("check");
  });

  test("an option is one of its command", () => {
    expect(offered("check", "--fail")).toEqual(["--fail-on"]);
    expect(offered("certs", "--fail")).toEqual([""]);
  });

  test("a value is one that the option takes", () => {
    expect(offered("check", "--output", "")).toEqual([...checkFormats]);
    expect(offered("check", "-o", "js")).toEqual(["json"]);
  });

  test("everything else is a file", () => {
    expect(offered("check", "completion.te")).toEqual(["completion.test.ts"]);
    expect(offered("check", "--config", "completion.te")).toEqual(["completion.test.ts"]);
  });
});

test.each(["bash", "zsh", "fish"])("the script for %s knows every command and option", (shell) => {
  const text = script(shell);
  const all = commands({ stdin: (async function* () {})(), stdout: process.stdout, stderr: process.stderr, environment: {} });
  const names = all.flatMap((command) => [command.name(), ...command.options.map(({ long }) => (long ?? "").replace(/^--/, ""))]);
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});

const installed = ["bash", "zsh", "fish"].filter((shell) => spawnSync(shell, ["-c", "true"]).status === 0);

test.each(installed)("%s can read its script", (shell) => {
  const folder = mkdtempSync(join(tmpdir(), "outlive-completion-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "script"), script(shell));
  const { stderr, status } = spawnSync(shell, ["-n", join(folder, "script")], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
