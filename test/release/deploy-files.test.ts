/** Files to copy from: each names the version of the package, and no registry that could be taken for ours. */
import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { exists, read, repositoryFiles } from "../repo/repository.ts";

const { version } = packageJson;
const copied = repositoryFiles().filter((path) =>
  /^(?:README\.md|action\.yml|docs\/pipelines\.md|deploy\/(?!kustomize\/base\/|krew\/).*)$/.test(path),
);

const versionsIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(/outlive[@:-](\d+\.\d+\.\d+)/g),
    ...text.matchAll(/(?:\*\*Status\*\*: |targetRevision: |version += "|semver: |default: |newTag: )(\d+\.\d+\.\d+)/g),
  ].map(([, found]) => found ?? "");

const named = copied.flatMap((path) => versionsIn(read(path)).map((found) => ({ path, found })));

test("several files name the version", () => {
  expect(new Set(named.map(({ path }) => path)).size).toBeGreaterThan(6);
});

test.each(named)("$path names $found, the version of the package", ({ found }) => {
  expect(found).toBe(version);
});

test("the application of the Argo CD example is the one of the pages", () => {
  expect(read("deploy/argocd/shop.yaml")).toBe(read("docs/example/shop.yaml"));
});

test("both hooks of pre-commit are the same but for how the program is installed", () => {
  const hook = (path: string): string => read(path).replace(/^ *(?:#|language:|additional_dependencies:).*\n/gm, "");
  expect(hook("deploy/pre-commit-mirror/.pre-commit-hooks.yaml")).toBe(hook(".pre-commit-hooks.yaml"));
});

test("every file of deploy/ is named in a page", () => {
  const folders = new Set(copied.filter((path) => path.startsWith("deploy/")).map((path) => path.split("/")[1] ?? ""));
  const pages = `${read("docs/pipelines.md")}${read("deploy/README.md")}${read("action.yml")}${exists("RELEASING.md") ? read("RELEASING.md") : ""}`;
  expect([...folders].filter((folder) => !pages.includes(folder))).toEqual([]);
});
