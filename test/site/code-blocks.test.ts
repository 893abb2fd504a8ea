import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { configurationOf } from "#library/configuration.ts";
import { judge } from "#playground/judge.ts";
import { knownServers, rowOf } from "../recipes/known-servers.ts";
import { read, repositoryFiles } from "../repo/repository.ts";

interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

const blocksOf = (page: string): readonly Block[] => {
  const text = read(page);
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, indent = "", language = "", code = ""], _at) => ({
    page,
    line: text.slice(0, text.indexOf(code)).split("\n").length,
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
};
const blocks = repositoryFiles()
  .filter((path) => /^docs\/.*\.md$/.test(path))
  .flatMap(blocksOf);
const inLanguage = (...languages: readonly string[]): readonly (readonly [string, string])[] =>
  blocks.filter(({ language }) => languages.includes(language)).map(({ page, line, code }) => [`${page}:${line}`, code]);

test("the docs have code in them", () => {
  expect(blocks.length).toBeGreaterThan(50);
});

describe("YAML", () => {
  test.each(inLanguage("yaml"))("%s can be read", (_place, code) => {
    expect(parseAllDocuments(code).flatMap(({ errors }) => errors.map(({ message }) => message))).toEqual([]);
  });

  /** What has a workload in it is meant to be copied as a whole. */
  const examples = inLanguage("yaml").filter(
    ([place, code]) => /^kind: (?:Deployment|StatefulSet)$/m.test(code) && /docs\/(?:recipes\/|gateway-api)/.test(place),
  );

  test.each(examples)("%s loses no request", (_place, code) => {
    const { checked, notes } = judge(code, configurationOf({}));
    // Grace periods of minutes do not fit every node, and a hook may go on after its sleep: both pages say so.
    const expected = ["fits-node-shutdown", "hook-continues"];
    const others = checked.findings.filter(({ finding }) => !expected.includes(finding.rule));
    expect(others.map(({ finding, line }) => `${line}: ${finding.rule}`)).toEqual([]);
    expect(notes.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

test.each(inLanguage("json"))("JSON in %s can be read", (_place, code) => {
  expect(() => JSON.parse(code)).not.toThrow();
});

test.each(inLanguage("sh", "bash", "console"))("commands in %s are what a shell can read", (_place, code) => {
  const commands = code
    .split("\n")
    .flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : code.includes("\n$ ") || code.startsWith("$ ") ? [] : [line]));
  expect(() => execFileSync("sh", ["-n"], { input: commands.join("\n"), stdio: ["pipe", "ignore", "pipe"] })).not.toThrow();
});

test("the table of servers is what was measured", () => {
  const rows = read("docs/recipes/servers.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.split("|").length === 8);
  expect(rows.slice(1)).toEqual(knownServers.map(rowOf));
});
