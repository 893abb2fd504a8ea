import { expect, test } from "vitest";
import { DecisionMemo } from "#admission/decision-memo.ts";
import type { DecisionContext } from "#assessment/context.ts";

function memoOf(context: Partial<DecisionContext> = {}) {
  const memo = new DecisionMemo<number>();
  let decided = 0;
  const at = { view: { revision: () => 1 }, settings: {}, ...context } as DecisionContext;
  return {
    keep: (key: string, changed: Partial<DecisionContext> = {}, place = key.slice(0, 1)) =>
      memo.get({ place, key }, { ...at, ...changed }, () => ++decided),
  };
}

const view = (revision: number | undefined) => ({ revision: () => revision }) as DecisionContext["view"];

test("what was decided is kept under its key", () => {
  const { keep } = memoOf();
  expect([keep("a"), keep("a"), keep("b"), keep("a")]).toEqual([1, 1, 2, 1]);
});

test("two that are found at one place are kept apart", () => {
  const { keep } = memoOf();
  expect([keep("a", {}, "web/shop-*"), keep("b", {}, "web/shop-*"), keep("b", {}, "web/shop-*")]).toEqual([1, 2, 2]);
});

test.each<[string, Partial<DecisionContext>]>([
  ["another revision of the view", { view: view(2) }],
  ["other settings", { settings: {} as DecisionContext["settings"] }],
  ["another version of the API server", { serverVersion: "v1.36.3" }],
])("%s lets it be decided anew", (_what, changed) => {
  const { keep } = memoOf();
  expect([keep("a"), keep("a", changed)]).toEqual([1, 2]);
});

test("a view without revisions keeps nothing", () => {
  const { keep } = memoOf({ view: view(undefined) });
  expect([keep("a"), keep("a")]).toEqual([1, 2]);
});

test("what a decision is made from is given as JSON, without the members that are not there", () => {
  const given: string[] = [];
  const at = { view: view(1), settings: {} } as DecisionContext;
  const memo = new DecisionMemo<undefined>();
  memo.get({ place: "a", key: ["CREATE", { name: "shop", labels: undefined }] }, at, (key) => void given.push(key));
  expect(given).toEqual(['["CREATE",{"name":"shop"}]']);
});

test("a Pod with a very long key is decided each time, so that such Pods fill no memory", () => {
  const { keep } = memoOf();
  expect([keep("a".repeat(20_000)), keep("a".repeat(20_000))]).toEqual([1, 2]);
});

test("so is one whose key has very many small values", () => {
  const memo = new DecisionMemo<number>();
  const at = { view: view(1), settings: {} } as DecisionContext;
  let decided = 0;
  const get = (tolerations: number) =>
    memo.get({ place: "a", key: Array.from({ length: tolerations }, () => ({})) }, at, () => ++decided);
  expect([get(5_000), get(5_000), get(100), get(100)]).toEqual([1, 2, 3, 3]);
});
