import { expect, test } from "vitest";
import { WorkMemo } from "#kubernetes/view/work-memo.ts";

const first = (): number => 0;
const second = (): number => 0;

test("work is done once for each kind of work and each key", () => {
  const memo = new WorkMemo(() => 1);
  let done = 0;
  const next = (): number => ++done;
  expect([memo.keep(first, "a", next), memo.keep(first, "a", next), memo.keep(first, "b", next)]).toEqual([1, 1, 2]);
  expect([memo.keep(second, "a", next), memo.keep(first, "a", next)]).toEqual([3, 1]);
});

test("a result of nothing is a result", () => {
  const memo = new WorkMemo(() => 1);
  let done = 0;
  const nothing = (): undefined => void done++;
  memo.keep(nothing, "a", nothing);
  memo.keep(nothing, "a", nothing);
  expect(done).toBe(1);
});

test("all is forgotten with the next revision, and nothing is kept without one", () => {
  let revision: number | undefined = 1;
  const memo = new WorkMemo(() => revision);
  let done = 0;
  const next = (): number => ++done;
  memo.keep(first, "a", next);
  revision = 2;
  expect([memo.keep(first, "a", next), memo.keep(first, "a", next)]).toEqual([2, 2]);
  revision = undefined;
  expect([memo.keep(first, "a", next), memo.keep(first, "a", next)]).toEqual([3, 4]);
});

test("work that fails is tried again", () => {
  const memo = new WorkMemo(() => 1);
  expect(() =>
    memo.keep(first, "a", () => {
      throw new Error("cannot");
    }),
  ).toThrow("cannot");
  expect(memo.keep(first, "a", () => 5)).toBe(5);
});
