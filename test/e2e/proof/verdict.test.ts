import { expect, test } from "vitest";
import { finishedSample as run } from "./finished-sample.ts";
import { amiss } from "./verdict.ts";

test.each([
  ["a policy that loses none", [run("roll-out", "pod-outlives-target", { lost: 0 })], []],
  [
    "a policy that loses one in one of its runs",
    [run("roll-out", "propagation", { lost: 0 }), run("roll-out", "propagation", { lost: 1 })],
    ["roll-out, propagation: 1 of 100 requests were lost"],
  ],
  [
    "nothing, which loses in one of its runs",
    [run("eviction", "nothing", { lost: 0 }), run("eviction", "nothing", { lost: 9 })],
    [],
  ],
  [
    "nothing, which loses in none",
    [run("eviction", "nothing", { lost: 0 })],
    ["eviction, nothing: no request was lost, though some have to be"],
  ],
  ["a condition that is not met", [run("roll-out", "target-outlives-pod, requests of 20 s, condition not met", { lost: 2 })], []],
  ["a run that failed", [run("scale-in", "nothing", new Error("no node"))], ["scale-in, nothing: the run failed: no node"]],
])("%s", (_, finished, sentences) => {
  expect(amiss(finished)).toEqual(sentences);
});
