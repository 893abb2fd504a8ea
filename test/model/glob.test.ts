import { expect, test } from "vitest";
import { matchesGlob } from "#model/glob.ts";

test.each<[string, string, boolean]>([
  ["kube-*", "kube-system", true],
  ["kube-*", "kube", false],
  ["*", "", true],
  ["*", "a/b", false],
  ["**", "a/b", true],
  ["web/*/shop", "web/deployment/shop", true],
  ["web/**", "web/deployment/shop", true],
  ["web/*", "web/deployment/shop", false],
  ["a?c", "abc", true],
  ["a?c", "a/c", false],
  ["a*b*c", "axxbyyc", true],
  ["a*b*c", "axxbyy", false],
  ["**/test", "deep/in/test", true],
  ["[a]", "[a]", true],
  ["", "", true],
  ["", "a", false],
])("%s and %s: %s", (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

test("many stars against a long text take no more steps than the two are long, multiplied", () => {
  expect(matchesGlob("*a".repeat(200), "a".repeat(2000).concat("b"))).toBe(false);
});
