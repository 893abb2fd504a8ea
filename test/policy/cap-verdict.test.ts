import { expect, test } from "vitest";
import type { Verdict } from "#model/admission/decision.ts";
import { mostFindings } from "#model/findings/cap-findings.ts";
import type { Finding } from "#model/findings/finding.ts";
import { capVerdict } from "#policy/cap-verdict.ts";
import { shopRef } from "../support/workload-facts.ts";

const finding: Finding = {
  rule: "replicas-at-least-two",
  severity: "warning",
  subject: shopRef,
  path: "spec.replicas",
  actual: undefined,
  required: undefined,
  because: [],
  details: {},
};
const few = [finding];
const many = Array.from({ length: mostFindings + 50 }, () => finding);
const last = (findings: readonly Finding[]) => findings.at(-1)?.rule;

test.each<Verdict>([
  { kind: "skip", reason: "mode-off", findings: few },
  { kind: "admit", plan: [], findings: few, remaining: few },
  { kind: "deny", because: few, findings: few },
])("a verdict of few findings stays as it is: $kind", (verdict) => {
  expect(capVerdict(verdict)).toEqual(verdict);
});

test.each<Verdict>([
  { kind: "skip", reason: "mode-off", findings: many },
  { kind: "admit", plan: [{ set: "readiness-gate", gate: "a" }], findings: many, remaining: many },
  { kind: "deny", because: many, findings: many },
])("each list of a verdict has an end, and says how much was left out: $kind", (verdict) => {
  const { findings, ...rest } = capVerdict(verdict);
  const lists = [findings, ...Object.values(rest).filter((value) => Array.isArray(value) && value.length > 1)];
  expect(lists).toHaveLength(verdict.kind === "skip" ? 1 : 2);
  for (const list of lists) {
    expect(list).toHaveLength(mostFindings + 1);
    expect(last(list)).toBe("more-findings");
  }
  expect(rest).toMatchObject(
    verdict.kind === "skip"
      ? { kind: "skip", reason: "mode-off" }
      : verdict.kind === "admit"
        ? { kind: "admit", plan: verdict.plan }
        : { kind: "deny" },
  );
});
