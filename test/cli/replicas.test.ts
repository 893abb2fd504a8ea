/** How few Pods a workload can have, through both commands that read files; `test/cases` has the same through reviews. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reportOn } from "./run-check.ts";
import { runExplain } from "./run-explain.ts";

const manifests = (path: string): string => {
  const text = readFileSync(new URL(`../cases/${path}.yaml`, import.meta.url), "utf8");
  return text.slice(text.indexOf("---\n"));
};

describe.each([
  ["replicas-at-least-two/nothing-said", ["disruption-budget-allows-drain", "replicas-at-least-two"], 1],
  ["replicas-at-least-two/autoscaler-of-one", ["replicas-at-least-two"], 1],
  ["replicas-at-least-two/autoscaler-of-two", [], 2],
  ["disruption-budget-allows-drain/percentage", ["disruption-budget-allows-drain"], 3],
  ["disruption-budget-allows-drain/autoscaler", ["disruption-budget-allows-drain"], 2],
  ["rollout-keeps-capacity/none-counts-as-one", ["replicas-at-least-two", "rollout-keeps-capacity"], 1],
  ["rollout-keeps-capacity/one-of-a-statefulset", ["replicas-at-least-two", "rollout-keeps-capacity"], 1],
] as const)("%s", (path, rules, pods) => {
  const text = manifests(path);

  test("check finds it", async () => {
    const { findings } = await reportOn({ "app.yaml": text });
    expect(findings.map(({ rule }) => rule).toSorted()).toEqual(rules);
  });

  test("explain finds it, and counts the fewest Pods", async () => {
    const kind = text.includes("kind: StatefulSet") ? "sts" : "deploy";
    const { stdout } = await runExplain([`${kind}/shop`, "-f", "-", "-o", "json", "--rate", "10"], { stdin: text });
    const { findings, rollOut } = JSON.parse(stdout);
    expect(findings.map(({ rule }: { readonly rule: string }) => rule).toSorted()).toEqual(rules);
    expect(rollOut.pods).toBe(pods);
  });
});
