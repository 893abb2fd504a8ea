import { expect, test } from "vitest";
import { read } from "./repository.ts";

type Dependencies = Readonly<Record<string, string>>;

const manifest = JSON.parse(read("package.json")) as Readonly<Record<string, Dependencies | undefined>>;
const versions = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
  Object.entries(manifest[kind] ?? {}),
);
const names = versions.map(([name]) => name);
const reasons = new Map(
  [...read("docs/decisions/0002-dependencies.md").matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].map(([, name, reason]) => [
    name ?? "",
    reason ?? "",
  ]),
);

test.each(names)("%s has its reason in docs/decisions", (name) => {
  expect(reasons.get(name)?.trim()).not.toBe("");
  expect(reasons.has(name)).toBe(true);
});

test("no reason is given for what is not installed", () => {
  expect([...reasons.keys()].filter((name) => !names.includes(name))).toEqual([]);
});

test.each(versions)("%s has an exact version (%s)", (_name, version) => {
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
