import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Finding, ruleIds } from "#model/findings/finding.ts";
import { problemSeverities } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { warningLine, warningLines } from "#wording/warning-lines.ts";

const shop: ObjectRef = { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" };
const ingress: ObjectRef = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "web", name: "shop" };

const finding = (rule: Finding["rule"], subject: ObjectRef, value: string): Finding => ({
  rule,
  severity: "error",
  subject,
  path: "spec.template.spec.containers[0].lifecycle.preStop",
  actual: seconds(10),
  required: seconds(40),
  because: [
    { name: "preStop", value: seconds(10), source: { from: "default" } },
    {
      name: "deregistrationDelay",
      value: seconds(35),
      source: { from: "object", object: ingress, field: "alb.ingress.kubernetes.io/target-group-attributes" },
    },
  ],
  details: new Proxy({}, { get: () => value }),
});

const ids = [...ruleIds, ...(Object.keys(problemSeverities) as (keyof typeof problemSeverities)[])];

describe("the warnings of a finding", () => {
  test("say what is wrong, by the rule's id, and what to do, without where the numbers were read", () => {
    expect(warningLines(finding("prestop-outlives-deregistration", shop, "Ingress web/shop"))).toEqual([
      "Deployment web/shop: preStop sleep 10 s is not longer than deregistration delay 35 s [prestop-outlives-deregistration]",
      "Deployment web/shop: raise the preStop sleep of every container to 40 s, or lower the deregistration delay",
    ]);
  });

  test.each(ids)("are two lines of at most 120 characters, whatever the names: %s", (id) => {
    const named: ObjectRef = { ...shop, namespace: "n".repeat(63), name: "d".repeat(253) };
    for (const subject of [shop, named]) {
      const lines = warningLines(finding(id, subject, "v".repeat(200)));
      expect(lines).toHaveLength(2);
      for (const line of lines) expect([...line].length).toBeLessThanOrEqual(120);
      expect(lines[0]).toMatch(/ \[[a-z-]+\]$/);
    }
  });
});

describe("a warning", () => {
  test.each([
    ["a short one stays as it is", "a b c", "a b c"],
    ["120 characters stay as they are", "a".repeat(120), "a".repeat(120)],
    ["121 characters are cut", "a".repeat(121), `${"a".repeat(119)}…`],
    ["it is cut between words, without the punctuation before", `${"a".repeat(100)}; ${"b".repeat(40)}`, `${"a".repeat(100)}…`],
    ["control characters are replaced, line breaks by spaces", "a\u0000b\nc\u001b[31md", "a\uFFFDb c\uFFFD[31md"],
  ])("%s", (_name, text, line) => {
    expect(warningLine(text)).toBe(line);
  });

  test("has at most 120 characters and no control character", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000, unit: "binary" }), (text) => {
        const line = warningLine(text, " [some-rule]");
        expect([...line].length).toBeLessThanOrEqual(120);
        expect(line).toMatch(/ \[some-rule\]$/);
        expect(line).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
