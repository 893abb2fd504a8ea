import { expect, test } from "vitest";
import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import { restartNeeded } from "#policy/restart-needed.ts";
import { facts, shopRef } from "../support/workload-facts.ts";

const lacking = (path: string, required: number | undefined, details: Finding["details"] = {}): Finding => ({
  rule: "prestop-outlives-deregistration",
  severity: "error",
  subject: shopRef,
  path,
  actual: seconds(30),
  required: required === undefined ? undefined : seconds(required),
  because: [],
  details,
});

test("Pods that lack nothing need no restart", () => {
  expect(restartNeeded(facts(), [])).toBeUndefined();
});

test.each([
  ["in the middle", [lacking("a", 40), lacking("b", 65), lacking("c", 50)], "b"],
  ["first", [lacking("a", 65), lacking("b", 40)], "a"],
  ["the first of equals", [lacking("a", 65), lacking("b", 65)], "a"],
  ["beside one without a time", [lacking("a", undefined), lacking("b", 1)], "b"],
])("what requires the longest sleep is named: %s", (_sentence, findings, path) => {
  expect(restartNeeded(facts(), findings)?.path).toBe(path);
});

test("a restart is a warning that compares with the sleep of the Pods, or with what their hook can take", () => {
  expect(restartNeeded(facts({ sleep: 20 }), [lacking("a", 40)], "restart-may-be-needed")).toMatchObject({
    rule: "restart-may-be-needed",
    severity: "warning",
    subject: shopRef,
    actual: 20,
    required: 40,
  });
  expect(restartNeeded(facts({ sleep: 20 }), [lacking("a", 40, { hook: "unknown" })])).toMatchObject({
    rule: "restart-needed",
    actual: 30,
  });
});
