/** Whatever the code can show or be told has its page, its cases and its words, and no page describes what is not there. */
import { describe, expect, test } from "vitest";
import { commands } from "#cli/commands.ts";
import { skipReasons } from "#model/admission/decision.ts";
import { ruleIds } from "#model/findings/finding.ts";
import { problemSeverities } from "#model/findings/problem.ts";
import { keys } from "#model/settings/keys.ts";
import { modes } from "#model/settings/mode.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { metricTable } from "#server/metric-table.ts";
import { configurationFields } from "../../scripts/gen-docs-configuration.ts";
import { exists, read, repositoryFiles } from "./repository.ts";

const headingsOf = (page: string, level: number): readonly string[] =>
  [...read(page).matchAll(new RegExp(`^#{${level}} (.+)$`, "gm"))].map(([, heading]) => heading ?? "");

/** First cells of the rows of all tables, without their back quotes and links. */
const firstCells = (page: string): readonly string[] =>
  [...read(page).matchAll(/^\| \[?`([^`]+)`/gm)].map(([, cell]) => cell ?? "");

const pages = repositoryFiles().filter((path) => path.startsWith("docs/") && path.endsWith(".md"));
const textOfDocs = [...pages, "README.md"].map(read).join("\n");

describe.each(ruleIds)("rule %s", (id) => {
  test("has a file of its name", () => {
    expect(exists(`src/rules/${id}.ts`)).toBe(true);
    expect(rules[id].id).toBe(id);
  });

  test("has a page with the usual headings", () => {
    expect(headingsOf(`docs/rules/${id}.md`, 1)).toEqual([id]);
    expect(headingsOf(`docs/rules/${id}.md`, 2)).toEqual(["Why", "Example", "What to do", "Source"]);
  });

  test("has a case that holds and one that is broken", () => {
    const foundIn = (side: string): boolean => read(`test/cases/${id}/${side}.golden.yaml`).includes(` ${id}\n`);
    expect([foundIn("broken"), foundIn("holds")]).toEqual([true, false]);
  });

  test("is part of a built-in policy", () => {
    expect(builtInPolicies.some((policy) => id in policy.rules)).toBe(true);
  });
});

test("there is no page and no file of a rule that does not exist", () => {
  const files = repositoryFiles();
  const named = (pattern: RegExp): readonly string[] => files.flatMap((path) => pattern.exec(path)?.[1] ?? []).toSorted();
  const written = named(/^src\/rules\/(.+)\.ts$/).filter((name) => read(`src/rules/${name}.ts`).includes(": Rule = {"));
  expect(named(/^docs\/rules\/(.+)\.md$/)).toEqual(ruleIds.toSorted());
  expect(written).toEqual(ruleIds.toSorted());
  expect(named(/^test\/cases\/([a-z-]+)\/broken\.yaml$/)).toEqual(ruleIds.toSorted());
});

describe("docs/messages.md", () => {
  const about = headingsOf("docs/messages.md", 3);

  test("has every problem, and no other but those about our own keys", () => {
    expect(Object.keys(problemSeverities).filter((id) => !about.includes(id))).toEqual([]);
    expect(new Set(about).size).toBe(about.length);
  });

  test("has the same severity for each problem as the code", () => {
    const told = new Map(
      [...read("docs/messages.md").matchAll(/^### (.+)\n\n(error|warning):/gm)].map(([, id, severity]) => [id, severity]),
    );
    expect(Object.entries(problemSeverities).filter(([id, severity]) => told.get(id) !== severity)).toEqual([]);
  });

  test("has every reason for skipping", () => {
    const told = firstCells("docs/messages.md");
    expect(skipReasons.filter((reason) => !told.includes(reason))).toEqual([]);
  });
});

test("every finding that cases show has a text in docs/messages.md", () => {
  const golden = repositoryFiles().filter((path) => path.startsWith("test/cases/") && path.endsWith(".golden.yaml"));
  const shown = new Set(
    golden.flatMap((path) => [...read(path).matchAll(/^ +- (?:error|warning) ([a-z-]+)$/gm)].map(([, id]) => id ?? "")),
  );
  const told = new Set<string>([...headingsOf("docs/messages.md", 3), ...ruleIds]);
  expect([...shown].filter((id) => !told.has(id))).toEqual([]);
});

test("every annotation and label is described once, and no other", () => {
  expect(firstCells("docs/annotations.md")).toEqual(Object.values(keys));
});

test("no page names a key of ours that does not exist", () => {
  const ofTheChart = repositoryFiles().filter((path) => path.startsWith("charts/outlive/templates/"));
  const ofReports = repositoryFiles().filter((path) => path.startsWith("src/reports/"));
  const known: readonly string[] = [
    ...Object.values(keys),
    "outlive.dev/v1alpha1",
    ...[...ofTheChart, ...ofReports].flatMap((path) =>
      [...read(path).matchAll(/\boutlive\.dev\/[a-z0-9-]+/g)].map(([key]) => key),
    ),
  ];
  const named = [...new Set([...textOfDocs.matchAll(/\boutlive\.dev\/[a-z0-9-]+/g)].map(([key]) => key))];
  expect(named.filter((key) => !known.includes(key))).toEqual([]);
});

test("every metric is described once, and no other", () => {
  const names = Object.values(metricTable).map(({ name }) => name);
  expect(firstCells("docs/metrics.md").filter((name) => name.startsWith("outlive_"))).toEqual(names);
});

test("no page names a metric that does not exist", () => {
  const names = Object.values(metricTable).flatMap(({ name, type }) =>
    type === "histogram" ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  const named = [...new Set([...textOfDocs.matchAll(/\boutlive_[a-z_]+[a-z]/g)].map(([name]) => name))];
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
});

test("every key of the configuration file is described and says what it means", () => {
  const fields = configurationFields();
  expect(firstCells("docs/configuration.md")).toEqual(fields.map(({ path }) => path));
  expect(fields.filter(({ meaning }) => meaning === "").map(({ path }) => path)).toEqual([]);
});

test("every mode is described", () => {
  expect(modes.filter((mode) => !firstCells("docs/modes.md").includes(mode))).toEqual([]);
});

test("every policy has its section", () => {
  expect(builtInPolicies.map(({ name }) => name).filter((name) => !headingsOf("docs/policies.md", 2).includes(name))).toEqual([]);
});

describe("the command line", () => {
  const io = { stdin: (async function* () {})(), stdout: { write: () => true }, stderr: { write: () => true }, environment: {} };
  const all = commands(io);

  test("has a section for every command", () => {
    expect(headingsOf("docs/cli.md", 2)).toEqual(all.map((command) => command.name()));
  });

  test("has no option that no command knows in its pages", () => {
    const flags = new Set(all.flatMap(({ options }) => options.flatMap(({ long }) => long ?? [])));
    const others = ["--help", "--version"];
    const commandsShown = [...textOfDocs.matchAll(/^.*\boutlive (?:serve|check|explain|audit|demo|certs)\b[^\n`|]*/gm)].map(
      ([line]) => line,
    );
    const used = commandsShown.flatMap((line) =>
      [...line.slice(line.indexOf("outlive ")).matchAll(/(?<=\s)--[a-z][a-z-]+/g)].map(([flag]) => flag),
    );
    expect([...new Set(used)].filter((flag) => !flags.has(flag) && !others.includes(flag))).toEqual([]);
  });
});

test("each target of the Makefile that a page names exists", () => {
  const targets = [...read("Makefile").matchAll(/^([a-z-]+):/gm)].map(([, name]) => name ?? "");
  const named = [...textOfDocs.matchAll(/(?:`|\$ |^)make ([a-z-]+)/gm)].map(([, name]) => name ?? "");
  expect([...new Set(named)].filter((name) => !targets.includes(name))).toEqual([]);
});
