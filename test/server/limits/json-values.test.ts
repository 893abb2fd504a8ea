import fc from "fast-check";
import { expect, test } from "vitest";
import { hasTooManyValues } from "#server/limits/json-values.ts";

const valuesIn = (value: unknown): number => {
  if (typeof value !== "object" || value === null) return 0;
  const inside = Object.values(value);
  return 1 + Math.max(inside.length - 1, 0) + inside.reduce<number>((sum, each) => sum + valuesIn(each), 0);
};

test("objects, lists and their further members are counted, whatever strings hold", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom("", '\\",{[', "\\\\", '"{,['),
      fc.constantFrom(undefined, 1),
      (value, text, indent) => {
        const document = { value, [text]: text };
        const count = valuesIn(document);
        const json = JSON.stringify(document, undefined, indent).padEnd(count + 5);
        expect(hasTooManyValues(json, count)).toBe(false);
        expect(hasTooManyValues(json, count - 1)).toBe(true);
      },
    ),
  );
});
