import { expect, test } from "vitest";
import { type ProofCommand, parseProofCommand } from "./command-line.ts";
import { releaseScenarios } from "./releases/release-scenarios.ts";
import { scenarios } from "./scenarios.ts";
import { allVariants, variants } from "./variants.ts";

const plannedBy = (args: string): readonly string[] =>
  (parseProofCommand(args.split(" ").filter(Boolean))?.sets ?? []).flatMap(({ factor, planned }) =>
    planned.map(({ scenario, variant }) => `${factor} ${scenario.name}, ${variant.name}`),
  );

test("by default every scenario is run once with each of the usual variants", () => {
  expect(plannedBy("")).toHaveLength(scenarios.length * variants.length);
});

test("what is chosen by name is run as often as asked for, at the pace asked for", () => {
  expect(plannedBy("--scenario eviction --variant gate --runs 2 --factor 1")).toEqual(Array(2).fill("1 eviction, gate only"));
});

test("the short form has each variant in a roll-out, and two node drains", () => {
  expect(plannedBy("--short")).toEqual([
    ...variants.map(({ name }) => `0.2 roll-out, ${name}`),
    "0.2 node drain, nothing",
    "0.2 node drain, pod-outlives-target",
  ]);
});

test("the whole has three runs of each, the further variants in the scenarios that they are for, and a roll-out at full length", () => {
  const planned = plannedBy("--whole");
  for (const { name, only } of allVariants)
    expect(planned.filter((each) => each.startsWith("0.2") && each.endsWith(`, ${name}`))).toHaveLength(
      3 * (only ?? scenarios).length,
    );
  expect(planned.filter((each) => each.startsWith("1 "))).toEqual(variants.map(({ name }) => `1 roll-out, ${name}`));
});

test("releases by controllers are run with Outlive and without, and not in any other form", () => {
  expect(plannedBy("--releases")).toEqual(
    releaseScenarios.flatMap(({ name }) => [`0.2 ${name}, nothing`, `0.2 ${name}, pod-outlives-target`]),
  );
  for (const { name } of releaseScenarios)
    for (const form of ["", "--short", "--whole --further"])
      expect(plannedBy(form).filter((each) => each.includes(name))).toEqual([]);
});

test("runs that were kept are taken instead of new ones", () => {
  const command: Partial<ProofCommand> = { sets: [], from: ["a", "b"], out: "docs" };
  expect(parseProofCommand(["--from", "a", "--from", "b", "--out", "docs"])).toMatchObject(command);
});

test.each(["--factor 0", "--runs x", "--scenario none", "--variant none", "--cluster gke", "--unknown", "loose"])(
  "%s is wrong usage",
  (args) => {
    expect(parseProofCommand(args.split(" "))).toBeUndefined();
  },
);
