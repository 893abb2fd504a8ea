import { describe, expect, test } from "vitest";
import { sameJson } from "#injection/template-parts.ts";
import type { Json } from "#model/kubernetes/json.ts";

describe("what the API server writes in more than one way", () => {
  test.each<[string, Json, Json]>([
    ["keys in another order", { a: 1, b: 2, c: 3 }, { c: 3, b: 2, a: 1 }],
    ["keys in another order deep inside", [{ a: { b: 1, c: 2 } }], [{ a: { c: 2, b: 1 } }]],
    ["null for absent", { a: 1, b: null }, { a: 1 }],
    ["an empty object for absent", { a: 1, b: {} }, { a: 1 }],
    ["an empty object for null, deep inside", { a: [{ b: {} }] }, { a: [{ b: null }] }],
  ])("is the same: %s", (_sentence, one, other) => {
    expect([sameJson(one, other), sameJson(other, one)]).toEqual([true, true]);
  });

  test.each<[string, Json, Json]>([
    ["another value", { a: 1 }, { a: 2 }],
    ["another key", { a: 1 }, { b: 1 }],
    ["a value deep inside", { a: { b: [1] } }, { a: { b: [2] } }],
    ["zero for absent", { a: 0 }, {}],
    ["false for absent", { a: false }, {}],
    ["an empty text for absent", { a: "" }, {}],
    ["an empty list for absent", { a: [] }, {}],
    ["an object with something in it for absent", { a: { b: 1 } }, {}],
    ["a list in another order", [1, 2], [2, 1]],
    ["null in a list", [null], []],
    ["a number as text", { a: 1 }, { a: "1" }],
  ])("is not the same: %s", (_sentence, one, other) => {
    expect([sameJson(one, other), sameJson(other, one)]).toEqual([false, false]);
  });
});
