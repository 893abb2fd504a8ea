import { describe, expect, test } from "vitest";
import { selects } from "#kubernetes/objects/label-match.ts";
import { parseLabelSelector } from "#kubernetes/objects/parse-label-selector.ts";

const labels = { app: "shop", env: "prod", "example.org/tier": "web" };

describe("a selector after -l", () => {
  test.each<[string, boolean]>([
    ["app=shop", true],
    ["app==shop", true],
    ["app = shop", true],
    ["app!=shop", false],
    ["team!=a", true],
    ["app=shop,env=test", false],
    ["env in (test,prod)", true],
    ["env in (test, prod),app=shop", true],
    ["env notin (prod)", false],
    ["example.org/tier", true],
    ["!team", true],
    ["!app", false],
    ["app=", false],
  ])("%s selects these labels: %s", (text, expected) => {
    const read = parseLabelSelector(text);
    expect(read.ok && selects(read.selector, labels)).toBe(expected);
  });

  test.each(["", "app=shop,", "a b", "env in prod", "app=(x)", "=x"])("%j is refused", (text) => {
    expect(parseLabelSelector(text)).toMatchObject({ ok: false });
  });
});
