/** What actionlint and the schemas do not ask of a workflow. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { read, repositoryFiles } from "../repo/repository.ts";

interface Job {
  readonly permissions?: unknown;
  readonly uses?: string;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const paths = repositoryFiles().filter((path) => /^\.github\/workflows\/.*\.yml$/.test(path));
const actionTexts = [...paths, "action.yml"].map((path) => [path, read(path)] as const);

test.each(actionTexts)("%s takes every action by its hash, with the version behind it", (_path, text) => {
  const foreign = [...text.matchAll(/uses: (.+)$/gm)].map(([, use]) => use ?? "").filter((use) => !use.startsWith("./"));
  expect(foreign.filter((use) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use))).toEqual([]);
});

test("an action has one hash in the whole repository", () => {
  const hashes = new Map<string, Set<string>>();
  for (const [, text] of actionTexts)
    for (const [, action = "", hash = ""] of text.matchAll(/uses: ([\w.-]+\/[\w.-]+)\S*@(\S+)/g))
      hashes.set(action, (hashes.get(action) ?? new Set()).add(hash));
  expect([...hashes].filter(([, found]) => found.size > 1).map(([action]) => action)).toEqual([]);
});

describe.each(paths)("%s", (path) => {
  const workflow = parse(read(path)) as Workflow;
  const jobs = Object.entries(workflow.jobs);

  test("gives nothing to its jobs as a whole but, at most, to read the sources", () => {
    expect([{}, { contents: "read" }]).toContainEqual(workflow.permissions);
  });

  test("lets no job run for hours", () => {
    const endless = jobs.filter(([, job]) => job.uses === undefined && job["timeout-minutes"] === undefined);
    expect(endless.map(([name]) => name)).toEqual([]);
  });

  test("leaves no credentials in a checkout", () => {
    const steps = jobs.flatMap(([, job]) => job.steps ?? []).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(steps.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("runs no text of an expression", () => {
    const scripts = jobs.flatMap(([, job]) => job.steps ?? []).flatMap(({ run }) => run ?? []);
    expect(scripts.filter((run) => run.includes("${{"))).toEqual([]);
  });
});
