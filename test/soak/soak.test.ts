import { expect, test } from "vitest";
import { ApiError } from "#kubernetes/api/api-error.ts";
import { seeded } from "../support/seeded.ts";
import { schedule } from "./chaos/schedule.ts";
import { isHardFloor } from "./record/hard-floor.ts";
import { thinned } from "./report/figures.ts";
import { startExpectations } from "./workload/expectations.ts";
import { outcomeOf } from "./workload/persistent-request.ts";

const acts = [
  { name: "often", everyMinutes: 3 },
  { name: "rarely", everyMinutes: 40 },
];

test.each([1, 3, 60, 600])("a run of %i minutes has every act, in order of time, before its end", (minutes) => {
  const due = schedule(acts, minutes * 60, seeded(1));
  expect(new Set(due.map(({ name }) => name))).toEqual(new Set(["often", "rarely"]));
  expect(due.map(({ atSeconds }) => atSeconds)).toEqual(due.map(({ atSeconds }) => atSeconds).sort((a, b) => a - b));
  expect(Math.max(...due.map(({ atSeconds }) => atSeconds))).toBeLessThan(minutes * 60);
});

test("the seed alone decides what happens when", () => {
  expect(schedule(acts, 3_600, seeded(7))).toEqual(schedule(acts, 3_600, seeded(7)));
  expect(schedule(acts, 3_600, seeded(7))).not.toEqual(schedule(acts, 3_600, seeded(8)));
});

const refusal = (status: number, message: string): ApiError =>
  new ApiError(message, { kind: "status", status, retryAfterMs: undefined });

test.each([
  ["no connection", new ApiError("cut", { kind: "connection", code: "ECONNRESET" }), undefined],
  ["an API server that has only just started", refusal(403, "not yet ready to handle request"), undefined],
  ["an API server that is busy", refusal(429, "too many requests"), undefined],
  ["a webhook that did not respond", refusal(500, 'failed calling webhook "pods.outlive.dev": EOF'), "failed"],
  ["a webhook that says no", refusal(403, 'admission webhook "routes.outlive.dev" denied the request: raise'), "refused"],
  ["an object that nobody accepts", refusal(422, "spec.containers: Required value"), "failed"],
])("%s is counted for what it is", (_sentence, error, kind) => {
  expect(outcomeOf(error, 0)?.kind).toBe(kind);
});

test("only what breaks with a replica that was killed a moment ago is the hard floor", () => {
  const message = "failed calling webhook: read tcp: connection reset by peer";
  expect(isHardFloor({ message, sinceKillSeconds: 0.2 })).toBe(true);
  expect(isHardFloor({ message, sinceKillSeconds: 20 })).toBe(false);
  expect(isHardFloor({ message })).toBe(false);
  expect(isHardFloor({ message: "context deadline exceeded", sinceKillSeconds: 0.2 })).toBe(false);
});

test("a sleep may follow from what held in the last half minute, and longer only where replicas were cut off", () => {
  let now = 1_000_000;
  const expected = startExpectations(35, 5, () => now);
  const allowed = (): readonly number[] => [25, 30, 40, 45].filter((sleep) => expected.allows("app", sleep, now));
  expect(allowed()).toEqual([40]);
  expected.delay("app", 20);
  expect(allowed()).toEqual([25, 40]);
  now += 31_000;
  expect(allowed()).toEqual([25]);
  expected.nextDelay("app", 40);
  now += 31_000;
  expect(allowed()).toEqual([45]);
  const over = expected.cutOff();
  expected.delay("app", 25);
  expected.nextDelay("app", 0);
  now += 90_000;
  expect(allowed()).toEqual([25, 30, 45]);
  over();
  now += 31_000;
  expect(allowed()).toEqual([30]);
});

test("a long series keeps its peaks, and is interrupted where a process was exchanged", () => {
  const samples = Array.from({ length: 2_000 }, (_, t) => ({ t, value: t === 777 ? 9 : 1, life: t < 1_000 ? 1 : 2 }));
  const points = thinned(
    samples,
    ({ value }) => value,
    ({ life }) => life,
  );
  expect(points.length).toBeLessThan(250);
  expect(points.filter(({ value }) => value === 9)).toHaveLength(1);
  expect(points.filter(({ value }) => value === undefined)).toHaveLength(1);
});
