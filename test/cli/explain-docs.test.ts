import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runExplain } from "./run-explain.ts";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const forty = fileURLToPath(new URL("../cases/forty", import.meta.url));

const shown = [...read("docs/explain.md").matchAll(/```\n\$ outlive explain (.*)\n([\s\S]*?)\n```/g)].map(
  ([, args = "", output = ""]) => [args, output] as const,
);

test("docs/explain.md shows output", () => {
  expect(shown.length).toBeGreaterThan(0);
});

test.each(shown)("docs/explain.md shows what `outlive explain %s` prints", async (args, output) => {
  const { stdout } = await runExplain(args.split(" ").map((arg) => (arg === "test/cases/forty" ? forty : arg)));
  expect(stdout.trimEnd()).toBe(output);
});
