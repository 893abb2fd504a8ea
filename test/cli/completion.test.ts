import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkFormats } from "#cli/check/check-options.ts";
import { commands } from "#cli/commands.ts";
import { candidates } from "#cli/completion/kubectl.ts";
import { wordsOf } from "#cli/completion/words.ts";
import type { CommandIo } from "#cli/io.ts";

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

describe("after kubectl outlive", () => {
  const known = wordsOf(
    commands({ stdin: (async function* () {})(), stdout: process.stdout, stderr: process.stderr, environment: {} }),
  );
  test.each<[readonly string[], readonly string[]]>([
    [["au"], ["audit", ":4"]],
    [
      ["audit", "--fail"],
      ["--fail-on", ":4"],
    ],
    [
      ["audit", "-o", "js"],
      ["json", ":4"],
    ],
    [["audit", "--config", ""], [":0"]],
    [["explain", ""], [":0"]],
    [["nothing", "--x", "y"], [":4"]],
  ])("%j offers %j", (words, expected) => {
    expect(candidates(words, known).split("\n")).toEqual(expected);
  });

  test("the script that kubectl looks for asks for the same", () => {
    const text = script("kubectl");
    const folder = mkdtempSync(join(tmpdir(), "outlive-plugin-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "kubectl-outlive"), '#!/bin/sh\nprintf "%s|" "$@"\n', { mode: 0o755 });
    const environment = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
    const { stdout } = spawnSync("sh", ["-c", text, "sh", "audit", ""], { encoding: "utf8", env: environment });
    expect(stdout).toBe("completion|kubectl|--|audit||");
  });
});
