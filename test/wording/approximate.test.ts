import { expect, test } from "vitest";
import { approximate, roughly } from "#wording/approximate.ts";

test.each<[number, string]>([
  [0, "0"],
  [0.4, "0"],
  [7, "7"],
  [99, "99"],
  [123, "120"],
  [999, "1,000"],
  [1234, "1,200"],
  [123_456, "120,000"],
  [1_234_567, "1,200,000"],
])("%d is %s", (value, text) => {
  expect(roughly(value)).toBe(text);
  expect(approximate(value)).toBe(text === "0" ? "0" : `about ${text}`);
});
