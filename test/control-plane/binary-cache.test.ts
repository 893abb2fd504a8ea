import { expect, test } from "vitest";
import { cacheKey } from "./binary-cache.ts";

const pins = { goMod: "require a v1", goSum: "a v1 h1:x" };
const platform = { goos: "linux", goarch: "amd64" };
const key = cacheKey(pins, platform);

test("the same pins on the same platform share a folder", () => {
  expect(cacheKey({ ...pins }, { ...platform })).toBe(key);
});

test.each([
  ["go.mod", cacheKey({ ...pins, goMod: "require a v2" }, platform)],
  ["go.sum", cacheKey({ ...pins, goSum: "a v1 h1:y" }, platform)],
  ["operating system", cacheKey(pins, { ...platform, goos: "darwin" })],
  ["processor", cacheKey(pins, { ...platform, goarch: "arm64" })],
  ["border between go.mod and go.sum", cacheKey({ goMod: "require a v1a", goSum: " v1 h1:x" }, platform)],
])("another %s means another folder", (_, other) => {
  expect(other).not.toBe(key);
});
