import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { suites } from "./vectors.ts";

/** Suites about what the controller does at run time with objects that are never read here. */
const notApplicable: ReadonlyMap<string, string> = new Map([
  ["readinessCondition", "how a condition follows from the health of a target in AWS, which is not asked"],
  ["registeredEndpoints", "which endpoints are registered follows from EndpointSlices and nodes, which are not watched"],
]);

test("every suite is either run or named with the reason why not", () => {
  const root = join(import.meta.dirname, "..");
  const sources = globSync("**/*.test.ts", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8"));
  const run = new Set(sources.flatMap((text) => [...text.matchAll(/vectorsOf\("([\w-]+)"\)/g)].map(([, suite]) => suite)));
  expect([...suites].filter((suite) => !run.has(suite) && !notApplicable.has(suite))).toEqual([]);
  expect([...notApplicable.keys()].filter((suite) => run.has(suite) || !suites.has(suite))).toEqual([]);
});
