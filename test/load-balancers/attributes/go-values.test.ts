import { expect, test } from "vitest";
import { findAnnotation } from "#load-balancers/attributes/annotations.ts";
import { parseBool, parseInt32, parseIntOrString, parseStringSlice, trimSpace } from "#load-balancers/attributes/go-values.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

test.each(vectorsOf("intAnnotation"))("reads an integer as the controller does: %s", (_id, { input, expected }) => {
  expect(parseInt32(input.raw)).toBe(expected.value);
});

test.each([
  ["+7", 7],
  ["-0", 0],
  ["007", 7],
  ["2147483647", 2147483647],
  ["-2147483648", -2147483648],
])("ParseInt32 takes %s", (text, value) => {
  expect(parseInt32(text)).toBe(value);
});

test.each(["", " 1", "1 ", "1.0", "10s", "0x10", "1_000", "2147483648", "--1", "١"])("ParseInt32 refuses %j", (text) => {
  expect(parseInt32(text)).toBeUndefined();
});

test.each([
  ["T", true],
  ["0", false],
  ["tRue", undefined],
  ["yes", undefined],
  ["", undefined],
])("ParseBool of %j is %s", (text, value) => {
  expect(parseBool(text)).toBe(value);
});

test.each([
  ["80", 80],
  ["http", "http"],
  ["080", 80],
  ["", ""],
])("IntOrString of %j is %j", (text, value) => {
  expect(parseIntOrString(text)).toBe(value);
});

test.each(vectorsOf("stringSlice"))("splits a list as the controller does: %s", (_id, { input, expected }) => {
  expect(parseStringSlice(input.raw)).toEqual(expected.value);
});

test("trims what Go calls a space, which is not what JavaScript does", () => {
  expect(trimSpace("\u0085 a\u00a0\n")).toBe("a");
  expect(trimSpace("\ufeffa")).toBe("\ufeffa");
  expect(trimSpace("   ")).toBe("");
  expect(trimSpace("")).toBe("");
});

test.each(vectorsOf("annotationLookup"))("finds an annotation under its prefixes: %s", (_id, { input, expected }) => {
  const prefixes = [input.prefix, ...(input.alternativePrefixes ?? [])];
  expect(findAnnotation(input.annotations, prefixes, input.suffix)?.value).toBe(expected.value);
});

test.each([
  ["2147483647", 2147483647],
  ["-2147483648", -2147483648],
  ["2147483648", "2147483648"],
  ["-2147483649", "-2147483649"],
  ["+80", 80],
  ["80a", "80a"],
  ["a80", "a80"],
  ["-0", 0],
  ["", ""],
])("IntOrString of %j is a number only within 32 bits: %j", (text, value) => {
  expect(parseIntOrString(text)).toBe(value);
});

test("ParseInt32 refuses what is below 32 bits", () => {
  expect(parseInt32("-2147483649")).toBeUndefined();
});
