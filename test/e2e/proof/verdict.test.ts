import { expect, test } from "vitest";
import type { TracedRun } from "./evidence/traced-run.ts";
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
  ["a release that waits long enough by itself", [run("blue/green by Argo Rollouts", "nothing", { lost: 0 })], []],
  [
    "a release that waits long enough by itself and loses one",
    [run("blue/green by Argo Rollouts", "nothing", { lost: 1 })],
    ["blue/green by Argo Rollouts, nothing: 1 of 100 requests were lost"],
  ],
  ["a condition that is not met", [run("roll-out", "target-outlives-pod, requests of 20 s, condition not met", { lost: 2 })], []],
  ["a run that failed", [run("scale-in", "nothing", new Error("no node"))], ["scale-in, nothing: the run failed: no node"]],
])("%s", (_, finished, sentences) => {
  expect(amiss(finished)).toEqual(sentences);
});

const traced: TracedRun = {
  requests: 100,
  failed: 2,
  lost: 2,
  causes: [{ cause: "dead-target", confidence: "sure", count: 2 }],
};

test.each<readonly [string, TracedRun, readonly string[]]>([
  ["agrees with the load", traced, []],
  [
    "misses a request and its loss",
    { requests: 99, failed: 1, lost: 1, causes: [{ cause: "dead-target", confidence: "sure", count: 1 }] },
    [
      "roll-out, nothing: trace found 99 requests, the load made 100",
      "roll-out, nothing: trace found 1 failed requests, the load 2",
    ],
  ],
  [
    "has no name for a loss",
    { ...traced, causes: [{ cause: "unknown", confidence: "guess", count: 1 }, ...traced.causes] },
    ["roll-out, nothing: trace has no cause for 1 of 2 failed requests"],
  ],
  ["takes a loss for none", { ...traced, lost: 1 }, ["roll-out, nothing: trace took 1 failed requests for no loss"]],
])("a trace that %s", (_, found, sentences) => {
  const finished = run("roll-out", "nothing", { lost: 2 });
  if ("error" in finished) throw finished.error;
  const record = { ...finished.run.record, traced: found };
  expect(amiss([{ ...finished, run: { ...finished.run, record } }])).toEqual(sentences);
});
