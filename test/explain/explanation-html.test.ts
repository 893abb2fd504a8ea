import { describe, expect, test } from "vitest";
import { explanationHtml } from "#explain/explanation-html.ts";
import { explanationTimeline } from "#explain/explanation-timeline.ts";
import { timelineSvg } from "#explain/timeline-svg.ts";
import { Markup, markup } from "#wording/markup.ts";
import { sampleExplanation, sampleTargetGroup } from "./explanation-sample.ts";

describe("markup", () => {
  test.each([
    ["text is escaped", markup`<p>${"<b> & \"'"}</p>`, "<p>&lt;b&gt; &amp; &quot;&#39;</p>"],
    ["markup is not escaped again", markup`<p>${new Markup("<b>1</b>")}</p>`, "<p><b>1</b></p>"],
    ["lists are put one after the other", markup`${["a<", new Markup("<i/>")]}`, "a&lt;<i/>"],
    ["numbers are written", markup`${3}`, "3"],
    ["characters that XML has no way to write are replaced", markup`${"a\u0000\u001bb"}`, "a\uFFFD\uFFFDb"],
  ])("%s", (_name, built, source) => {
    expect(built.source).toBe(source);
  });
});

const hostile = '"><script>alert(1)</script>';

describe("the page", () => {
  const page = explanationHtml(sampleExplanation);

  test("needs nothing from elsewhere and runs nothing", () => {
    expect(page).not.toMatch(/<script|\bsrc=|\bhref="(?!#)|url\(|@import/);
    expect(page).toContain("default-src 'none'");
  });

  test("has the picture, the tables and the findings", () => {
    for (const part of ["<svg", "Ingress web/shop", "shop:http", "prestop-outlives-deregistration", "40 s", "Readiness gates"]) {
      expect(page).toContain(part);
    }
  });

  test("shows texts of objects as texts", () => {
    const group = { ...sampleTargetGroup, service: hostile, origin: { ...sampleTargetGroup.origin, name: hostile } };
    const subject = { ...sampleExplanation.subject, name: hostile };
    const gates = [{ gate: hostile, present: true, impossible: hostile }];
    const skipped = { reason: "skipped-by-annotation", detail: hostile } as const;
    const shown = explanationHtml({ ...sampleExplanation, subject, targetGroups: [group], gates, skipped });
    expect(shown).not.toContain("<script");
    expect(shown).toContain("&lt;script&gt;");
  });
});

describe("the picture", () => {
  const { source } = timelineSvg(explanationTimeline(sampleExplanation), { title: "One Pod" });

  test("has its colours in attributes, for renderers that know no style sheet", () => {
    const drawn = source.match(/<(?:rect|text|line) [^>]*>/g) ?? [];
    expect(drawn.length).toBeGreaterThan(20);
    for (const element of drawn) expect(element).toMatch(/ (?:fill|stroke)="#/);
    expect(source).not.toContain("var(");
  });

  test("says in words what it shows", () => {
    expect(source).toMatch(/<svg[^>]*role="img"[^>]*aria-labelledby="timeline-title timeline-desc"/);
    expect(source).toContain('<title id="timeline-title">One Pod</title>');
    expect(source).toContain(
      "now: Pod SIGTERM 0 s SIGKILL 30 s; new requests arrive until 10 s; ALB shop → shop:http drains until 35 s; new requests fail until 10 s; requests in flight may be cut at 0 s.",
    );
  });

  test("opens and closes every element", () => {
    const open = [...source.matchAll(/<([a-z]+)(?:\s[^>]*)?(?<!\/)>/g)].map(([, name]) => name);
    const closed = [...source.matchAll(/<\/([a-z]+)>/g)].map(([, name]) => name);
    expect(open.toSorted()).toEqual(closed.toSorted());
  });
});
