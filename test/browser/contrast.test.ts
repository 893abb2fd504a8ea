import { expect, test } from "vitest";
import { contrast } from "./contrast.ts";

test.each([
  ["rgb(0, 0, 0)", "rgb(255, 255, 255)", 21],
  ["rgb(255, 255, 255)", "rgb(119, 119, 119)", 4.48],
  ["rgb(255, 0, 0)", "rgb(255, 0, 0)", 1],
])("%s and %s have a contrast of %d to 1, either way round", (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 2);
  expect(contrast(other, one)).toBeCloseTo(ratio, 2);
});

test("what lets other colours through has none", () => {
  expect(() => contrast("rgba(0, 0, 0, 0.5)", "rgb(0, 0, 0)")).toThrow("rgba(0, 0, 0, 0.5)");
});
