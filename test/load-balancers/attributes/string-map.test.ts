import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readStringMap } from "#load-balancers/attributes/string-map.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

describe("reads what the controller reads", () => {
  test.each(vectorsOf("stringMap"))("%s", (_id, { input, expected }) => {
    const reading = readStringMap(input.raw);
    expect(
      reading.ok ? { map: reading.map } : { error: `failed to parse stringMap annotation, ${input.annotation}: ${input.raw}` },
    ).toEqual("error" in expected ? { error: expected.error } : { map: expected.map });
  });

  test.each(vectorsOf("stringMap-legacy"))("and tells what older ones read: %s", (_id, { input, expected }) => {
    const reading = readStringMap(input.raw);
    expect(reading).toMatchObject({ ok: true, older: { reads: "other", map: expected.map } });
  });
});

test.each([
  ["one pair", "a=1", { reads: "same" }],
  ["a comma at the end belongs to the value now", "a=1,", { reads: "other", map: { a: "1" } }],
  ["a comma escaped", "a=1\\,b", { reads: "refused" }],
  ["blanks between pairs", "a=1, b=2", { reads: "same" }],
])("says how versions before v2.14.1 read %s", (_name, text, older) => {
  expect(readStringMap(text)).toMatchObject({ ok: true, older });
});

test.each([",a=1", "a=1,,b=2", "a=1,,", "   "])("says that older versions took %j, which is refused now", (text) => {
  const reading = readStringMap(text);
  expect(reading.ok).toBe(false);
  expect(reading.ok || reading.older).toBeDefined();
});

test.each([
  ["200 pairs", 200, true],
  ["201 pairs", 201, false],
])("%s are read or refused", (_sentence, count, ok) => {
  const reading = readStringMap(Array.from({ length: count }, (_, at) => `k${at}=v`).join(","));
  expect(reading).toMatchObject(ok ? { ok } : { ok, older: undefined });
});

test.each([
  ["a backslash at the end is one", "a=1\\", { a: "1\\" }],
  ["a backslash makes the next character literal", "a=\\1\\,2", { a: "1,2" }],
  ["a comma before the last pair ends one", "a=1,b=2", { a: "1", b: "2" }],
  ["a comma that only blanks follow belongs to the value", "a=1, ", { a: "1," }],
])("%s", (_sentence, text, map) => {
  const reading = readStringMap(text);
  expect(reading.ok && reading.map).toEqual(map);
});

test("a comma that other text follows makes that text a piece of its own, which has no key", () => {
  expect(readStringMap("a=1,b").ok).toBe(false);
});

test("keys that objects have by birth are keys like any other", () => {
  const reading = readStringMap("__proto__=1,constructor=2");
  expect(reading.ok && Object.entries(reading.map)).toEqual([
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
});

test("never throws, and gives back what it was made from", () => {
  fc.assert(fc.property(fc.string(), (text) => typeof readStringMap(text).ok === "boolean"));
  const word = fc.stringMatching(/^[a-z0-9._]{1,12}$/);
  fc.assert(
    fc.property(fc.dictionary(word, word, { minKeys: 1, noNullPrototype: true }), (map) => {
      const text = Object.entries(map)
        .map(([key, value]) => `${key}=${value}`)
        .join(",");
      expect(readStringMap(text)).toEqual({ ok: true, map, older: { reads: "same" } });
    }),
  );
});
