import { describe, expect, test } from "vitest";
import { baselineText, comparedWith, readBaseline } from "#check/baseline.ts";
import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import { sampleReport } from "./check-sample.ts";

const findings = sampleReport.findings.map(({ finding }) => finding);
const itself = (finding: Finding): Finding => finding;

function baselineOf(text: string) {
  const read = readBaseline(text);
  if (!read.ok) throw new Error(read.message);
  return read.baseline;
}

describe("a baseline", () => {
  test("hides all that it was written for", () => {
    const compared = comparedWith(baselineOf(baselineText(findings)), findings, itself);
    expect(compared).toEqual({ kept: [], known: findings.length, gone: 0 });
  });

  test("shows what is new, and counts what is gone", () => {
    const [first, ...others] = findings;
    expect(comparedWith(baselineOf(baselineText(others)), findings, itself).kept).toEqual([first]);
    expect(comparedWith(baselineOf(baselineText(findings)), others, itself)).toMatchObject({ kept: [], gone: 1 });
  });

  test("knows a finding again whose numbers changed", () => {
    const changed = findings.map((finding) => ({ ...finding, actual: seconds(12) }));
    expect(comparedWith(baselineOf(baselineText(findings)), changed, itself).kept).toEqual([]);
  });

  test("is the same text for the same findings in another order, and for none", () => {
    expect(baselineText(findings.toReversed())).toBe(baselineText(findings));
    expect(baselineOf(baselineText([])).fingerprints.size).toBe(0);
  });

  test.each([
    "",
    "{}",
    "[]",
    '{"apiVersion":"outlive.dev/v1alpha1","kind":"Baseline"}',
    '{"apiVersion":"outlive.dev/v1alpha1","kind":"Baseline","findings":[{}]}',
  ])("%j is refused", (text) => {
    expect(readBaseline(text)).toMatchObject({ ok: false });
  });
});
