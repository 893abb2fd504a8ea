import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { auditPage } from "#audit/page/audit-page.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { sampleExplanation } from "../explain/explanation-sample.ts";
import { overviewOf, sampleSource } from "./overview-sample.ts";

const named = (name: string, more: Partial<Explanation> = {}): Explanation => ({
  ...sampleExplanation,
  ...more,
  subject: { ...sampleExplanation.subject, name },
});

const pageOf = (...explanations: readonly Explanation[]): string =>
  auditPage(
    overviewOf({
      workloads: explanations.map((explanation) => ({ explanation, pods: 2, outdatedPods: 1 })),
      outOfScope: 0,
      namespaceFindings: [],
      controller: sampleExplanation.controller,
      controllerFindings: [],
      floorFindings: [],
      ignored: [],
      nodes: [],
    }),
  );

describe("the page of an audit", () => {
  const page = () => pageOf(named("shop"), named("cart"), named("quiet", { findings: [] }));

  test("needs nothing from elsewhere", () => {
    expect(page()).not.toMatch(/\bsrc=|\bhref="(?!#)|url\(|@import|fetch\(|XMLHttpRequest/);
    expect(page()).toContain("default-src 'none'");
  });

  test("runs one script, and its own policy no other", () => {
    const scripts = [...page().matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, source]) => source ?? "");
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256")
      .update(scripts[0] ?? "")
      .digest("base64");
    expect(page()).toContain(`script-src 'sha256-${hash}'`);
  });

  test("says first what matters most, then where and when that was", () => {
    expect(page()).toMatch(
      /<h1>3 of 3 workloads lose requests in every roll-out: about [\d,]+ if each is rolled out once\.<\/h1>/,
    );
    for (const fact of [sampleSource.cluster, sampleSource.kubernetes, "2026-11-28 01:00 UTC", sampleSource.version])
      expect(page()).toContain(String(fact));
  });

  test("has every workload with its timeline", () => {
    for (const name of ["shop", "cart", "quiet"])
      expect(page()).toContain(`One Pod of Deployment web/${name} after its deletion`);
    expect(page().match(/<svg /g)).toHaveLength(3);
  });

  test("has ids of its own for everything, and links that lead somewhere", () => {
    const ids = [...page().matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page().matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("shows texts of objects as texts", () => {
    const hostile = '"><script>alert(1)</script>';
    const shown = pageOf(named(hostile, { skipped: { reason: "skipped-by-annotation", detail: hostile } }));
    expect(shown.match(/<script/g)).toHaveLength(1);
    expect(shown).toContain("&lt;script&gt;");
  });
});
