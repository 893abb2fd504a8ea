/** Words that a reader in the field would not use. docs/glossary.md has the terms to use instead. */
import { expect, test } from "vitest";
import { read, repositoryFiles } from "./repository.ts";

const banned: readonly RegExp[] = [
  /\bamiss\b/i,
  /\bnought\b/i,
  /\bmend(?:s|ed|ing)?\b/i,
  /\b(?:fore)?told\b/i,
  /\bforeseeable\b/i,
  /\bought to\b/i,
  /\banew\b/i,
  /\banswered well\b/i,
  /\bis none that\b/i,
  /\bwhich it has not\b/i,
  /\bstands in another\b/i,
  /\bleft alone\b/i,
  /\bit is tried again\b/i,
  /\b1 (?:errors|warnings|workloads|Pods|objects|inputs)\b/,
];

const places = /^(?:src|docs|charts|deploy)\/.*\.(?:ts|md|yaml|json|tpl|txt|mjs)$|^(?:README|SCOPE|CONTRIBUTING|CHANGELOG)\.md$/;

const pages = repositoryFiles().filter((path) => places.test(path));

test("the pages and sources are found", () => {
  expect(pages.length).toBeGreaterThan(400);
});

test.each(pages)("%s uses the field's words", (path) => {
  const found = read(path)
    .split("\n")
    .flatMap((line, at) => (banned.some((word) => word.test(line)) ? [`${at + 1}: ${line.trim().slice(0, 160)}`] : []));
  expect(found).toEqual([]);
});
