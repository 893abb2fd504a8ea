import { describe, expect, test } from "vitest";
import { findingsOfPods, givenAtCreation } from "#explain/given-at-creation.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { sampleExplanation as sample } from "./explanation-sample.ts";

const finding = (rule: Finding["rule"], service = "shop:80"): Finding => ({
  rule,
  severity: "error",
  subject: sample.subject,
  path: "",
  actual: undefined,
  required: undefined,
  because: [],
  details: { origin: "Ingress web/shop", service },
});

const sleep = finding("prestop-outlives-deregistration");
const delay = finding("deregistration-delay-unset");
const explanation = (change: Partial<Explanation>): Explanation => ({
  ...sample,
  mode: "enforce",
  skipped: undefined,
  findings: [sleep, delay],
  remaining: [],
  ...change,
});

describe("what a template lacks is given to its Pods", () => {
  test.each<[string, Partial<Explanation>, readonly Finding[]]>([
    ["in enforce mode", {}, [sleep]],
    ["but not in warn mode", { mode: "warn" }, []],
    ["nor where the workload is skipped", { skipped: { reason: "skipped-by-annotation", detail: "x" } }, []],
    ["nor what nothing can fix", { remaining: [sleep] }, []],
    ["which is known by its target group", { remaining: [finding(sleep.rule, "other:80")] }, [sleep]],
  ])("%s", (_what, change, given) => {
    const explained = explanation(change);
    expect(givenAtCreation(explained)).toEqual(given);
    expect(findingsOfPods(explained)).toEqual([sleep, delay].filter((each) => !given.includes(each)));
  });
});
