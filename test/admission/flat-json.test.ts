import fc from "fast-check";
import { expect, test } from "vitest";
import { flatJson, isSameJson, type Part } from "#admission/flat-json.ts";

/** Of so few keys and values that many pairs are equal, and more nearly so. */
const value = fc.letrec<{ any: Part }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Part>("a", "b", "", 0, 1, true, null),
    fc.array(tie("any"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b"), fc.option(tie("any"), { nil: undefined }), { maxKeys: 2 }),
  ),
})).any;

test("two values are the same exactly if their JSON is", () => {
  let same = 0;
  fc.assert(
    fc.property(value, value, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      if (isSame) same += 1;
      expect(isSameJson(one, flatJson(other))).toBe(isSame);
      expect(isSameJson(one, flatJson(one))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(same).toBeGreaterThan(10);
});

test.each<[string, Part, Part]>([
  ["a member more", { a: 1 }, { a: 1, b: 2 }],
  ["a member less", { a: 1, b: 2 }, { a: 1 }],
  ["an item more", [1], [1, 2]],
  ["another order of members", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["a text in place of a number", ["1"], [1]],
  ["a list in place of an object", { a: [] }, { a: {} }],
  ["a member moved outwards", { a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }],
])("%s is a difference", (_what, one, other) => expect(isSameJson(one, flatJson(other))).toBe(false));
