import { expect, test } from "vitest";
import { configurationOf } from "#library/configuration.ts";
import { answerHtml } from "#playground/answer-html.ts";
import { diffHtml } from "#playground/diff-html.ts";
import { judge } from "#playground/judge.ts";
import { shopYaml } from "./shop-yaml.ts";

const defaults = configurationOf({});
const answerTo = (text: string) => answerHtml(judge(text, defaults), "docs/");

test("text of a manifest never becomes HTML", () => {
  const hostile = '<img src=x onerror="alert(1)">';
  const text = shopYaml.replaceAll("name: shop", `name: '${hostile}'`).replaceAll("shop:1", hostile);
  const { summary, findings, workloads, notes } = answerTo(text);
  const { fixed } = judge(text, defaults);
  for (const html of [summary, findings, ...workloads, notes, diffHtml(text, `${fixed.text}${hostile}`)])
    expect(html).not.toContain("<img");
});

test("a finding leads to its line and to its text in the docs", () => {
  expect(answerTo(shopYaml).findings).toContain('<button type="button" data-line="59">');
  expect(answerTo(shopYaml).findings).toContain('href="docs/rules/prestop-outlives-deregistration.html"');
});

test("of many workloads and findings some are shown, and the rest is counted", () => {
  const [, ...parts] = shopYaml.split("---\n");
  const deployment = parts.at(-1) ?? "";
  const many = [...parts, ...Array.from({ length: 150 }, (_, at) => deployment.replace("name: shop", `name: shop-${at}`))];
  const { workloads, findings, summary } = answerTo(many.join("---\n"));
  expect(workloads).toHaveLength(50);
  expect(summary).toContain("the first 50 of 151 workloads are drawn");
  expect(findings).toContain("and 102 more");
});

test("nothing is said of an empty page but what to do", () => {
  expect(answerTo("").summary).toContain("Paste manifests");
});

test("too many changes are not compared line by line", () => {
  const lines = (start: number): string => Array.from({ length: 6000 }, (_, at) => `${start + at}`).join("\n");
  expect(diffHtml(lines(0), lines(100_000))).toBeUndefined();
});
