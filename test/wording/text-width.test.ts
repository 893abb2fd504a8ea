import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shortenedText, textWidth } from "#wording/text-width.ts";

const pod = "checkout-service-with-a-long-name-7d9f8c6b54-x2x9k 10.0.103.217";

describe("a text", () => {
  test.each([
    ["that fits stays", "Pod", 230, "Pod"],
    ["that does not fit keeps its beginning and its end", pod, 220, "checkout-…x2x9k 10.0.103.217"],
    ["of wide characters is cut earlier", "mmmmmmmmmmmmmmmmmmmmmmmmmmm", 220, "mmmmm…mmmmmmmmmm"],
    ["is cut between characters, not within", "😀😀😀😀😀😀", 60, "😀…😀😀"],
    ["without any room is a sign and its last character", "Pod", 0, "…d"],
  ])("%s", (_name, text, width, shown) => {
    expect(shortenedText(text, width, 13)).toBe(shown);
  });

  test("is as wide as its characters together, by the size of the font", () => {
    expect(textWidth("im1…", 10)).toBeCloseTo(3.5 + 10 + 6.4 + 10);
  });

  test("that was shortened fits, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 40, max: 300 }), (text, width) => {
        expect(textWidth(shortenedText(text, width, 13), 13)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
