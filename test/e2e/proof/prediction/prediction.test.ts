import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { finishedSample } from "../finished-sample.ts";
import { proofPace } from "../pace.ts";
import { predictedLoss } from "./predicted-loss.ts";
import { isClose, predictionOf, predictionSection } from "./prediction-section.ts";
import { type RecordedRuns, readRecordedRuns, recordedRunsOf } from "./recorded-runs.ts";

const recorded = readRecordedRuns();

test.each(recorded.map((row) => [`${row.scenario}, ${row.variant}, × ${row.factor}`, row] as const))(
  "the model is close to what was measured: %s",
  (_, row) => {
    expect(predictionOf(row)).toSatisfy(isClose);
  },
);

test("the page shows the predictions for what was recorded", () => {
  const page = readFileSync(new URL("../../../../docs/proof.md", import.meta.url), "utf8");
  expect(page).toContain(predictionSection(recorded));
});

test("the recorded rows are those of the page's own tables", () => {
  const page = readFileSync(new URL("../../../../docs/proof.md", import.meta.url), "utf8");
  const shown = [...page.matchAll(/^\| ([^|]+) \| ([^|]+) \| [a-z]+ \| (\d+) \| (\d+) \| (\d+) \| [\d.]+ % \|/gm)].map((row) =>
    row.slice(1),
  );
  expect(
    recorded.map(({ scenario, variant, runs, requests, lost }) => [scenario, variant, ...[runs, requests, lost].map(String)]),
  ).toEqual(shown);
});

test("a model that is off by more than the load's own spread is noticed", () => {
  const row = recorded.find(({ lost }) => lost > 200) as RecordedRuns;
  expect(predictionOf({ ...row, lost: row.lost * 1.3 })).not.toSatisfy(isClose);
});

test("each kind of failure comes from the variant that has it", () => {
  const row = (variant: string): RecordedRuns =>
    recorded.find((each) => each.variant === variant && each.scenario === "roll-out") as RecordedRuns;
  expect(predictedLoss(row("nothing")).newRequests).toBeGreaterThan(10);
  const { newRequests, cut } = predictedLoss(row("target-outlives-pod, requests of 20 s, condition not met"));
  expect([newRequests, cut.exit > 1]).toEqual([0, true]);
});

test("runs are recorded with what the cluster did at its own pace", () => {
  const finished = finishedSample("roll-out", "nothing", { lost: 2 });
  if (!("run" in finished)) throw new Error("no run");
  const { record } = finished.run;
  const pods = [
    {
      name: "old 10.0.0.1",
      spans: [
        { state: "ready", fromMs: 0, toMs: 2_100 },
        { state: "terminating", fromMs: 2_100, toMs: 3_000 },
      ],
    },
    { name: "new", spans: [{ state: "pending", fromMs: 2_000, toMs: 3_000 }] },
    {
      name: "new 10.0.0.2",
      spans: [
        { state: "starting", fromMs: 3_000, toMs: 4_500 },
        { state: "ready", fromMs: 4_500, toMs: 9_000 },
      ],
    },
  ] as const;
  const requests = Array.from({ length: 101 }, (_, at) => ({
    atMs: at * 20,
    latencyMs: 1,
    status: at < 2 ? 502 : 200,
    error: "",
  }));
  const run = { ...finished.run, record: { ...record, pods, requests } };
  expect(recordedRunsOf([{ pace: proofPace(0.2), finished: [{ ...finished, run }] }])).toEqual([
    {
      factor: 0.2,
      scenario: "roll-out",
      variant: "nothing",
      runs: 1,
      requests: 101,
      perSecond: 50,
      lost: 2,
      beginsAtSeconds: 2.1,
      startUpSeconds: 2.5,
    },
  ]);
});
