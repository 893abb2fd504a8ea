import fc from "fast-check";
import { expect, test } from "vitest";
import { RecentTexts } from "#kubernetes/view/recent-texts.ts";

test("What it gives is equal to what it was given, however many it has seen", () => {
  const texts = new RecentTexts();
  for (let index = 0; index < 100_000; index += 1) texts.one(`shop-${index}`);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(texts.one(text)).toBe(text);
    }),
  );
});
