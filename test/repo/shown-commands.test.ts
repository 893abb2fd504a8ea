/** What the pages show of `outlive check` and `outlive explain` is what these print. A line with nothing but … stands for lines left out. */
import { describe, expect, test } from "vitest";
import { runCheck } from "../cli/run-check.ts";
import { runExplain } from "../cli/run-explain.ts";
import { read, repositoryFiles } from "./repository.ts";

interface Shown {
  readonly page: string;
  readonly command: string;
  readonly output: string;
}

const pages = ["README.md", ...repositoryFiles().filter((path) => /^docs\/.*\.md$/.test(path))];
const shown: readonly Shown[] = pages.flatMap((page) =>
  [...read(page).matchAll(/^```\n\$ npx outlive ((?:check|explain) [^\n]*)\n([\s\S]*?)^```/gm)].map(([, command, output]) => ({
    page,
    command: command ?? "",
    output: output ?? "",
  })),
);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const pattern = (output: string): RegExp =>
  new RegExp(
    `^${output
      .split("\n")
      .map((line) => (line === "…" ? "[\\s\\S]*" : escaped(line)))
      .join("\n")}$`,
  );

describe("what a page shows", () => {
  test("is something", () => {
    expect(shown.length).toBeGreaterThan(2);
  });

  test.each(shown)("$page: outlive $command", async ({ command, output }) => {
    const [name, ...args] = command.split(" ");
    const { stdout, stderr } = await (name === "check" ? runCheck(args) : runExplain(args));
    expect(stdout === "" ? `outlive: ${stderr}` : stdout).toMatch(pattern(output));
  });
});
