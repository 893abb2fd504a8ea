import { expect, test } from "vitest";
import { longestWithout, SpanRecorder } from "./spans.ts";

test("what is notices becomes bars, cut to the time that is asked for", () => {
  const recorder = new SpanRecorder<"initial" | "healthy" | "draining">();
  recorder.note("a", "initial", 0);
  recorder.note("a", "healthy", 5);
  recorder.note("a", "healthy", 6);
  recorder.note("a", undefined, 20);
  recorder.note("b", "draining", 30);
  expect(recorder.lanes(3, 12)).toEqual([
    {
      name: "a",
      spans: [
        { state: "initial", fromMs: 3, toMs: 5 },
        { state: "healthy", fromMs: 5, toMs: 12 },
      ],
    },
  ]);
});

const healthy = (...spans: readonly (readonly [number, number])[]) => [
  { name: "a", spans: spans.map(([fromMs, toMs]) => ({ state: "healthy", fromMs, toMs })) },
];

test.each([
  ["nothing healthy at all", [], 100],
  ["healthy throughout", healthy([0, 100]), 0],
  ["a hole in the middle", healthy([0, 30], [50, 100]), 20],
  ["overlapping times", healthy([0, 60], [20, 40], [55, 100]), 0],
  ["the end", healthy([0, 70]), 30],
])("longest time without: %s", (_, lanes, expected) => {
  expect(longestWithout(lanes, "healthy", 0, 100)).toBe(expected);
});
