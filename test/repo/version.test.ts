import { expect, test } from "vitest";
import { version } from "#cli/version.ts";
import { read } from "./repository.ts";

test("the program says the version of the package", () => {
  expect(version).toBe((JSON.parse(read("package.json")) as { version: string }).version);
});

test("the changelog has the version of the package", () => {
  expect(read("CHANGELOG.md")).toContain(`\n## ${version}`);
});
