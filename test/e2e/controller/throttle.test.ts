import { expect, test } from "vitest";
import { ManualClock } from "../alb/manual-clock.ts";
import { registrationThrottle, Throttle } from "./throttle.ts";

test("20 calls at once, then 4 in a second (docs/deploy/configurations.md of the AWS Load Balancer Controller)", async () => {
  const clock = new ManualClock();
  const throttle = new Throttle(registrationThrottle, clock);
  const takenMs: number[] = [];
  const call = async (): Promise<void> => {
    await throttle.take(new AbortController().signal);
    takenMs.push(clock.nowMs());
  };
  const calls = Array.from({ length: 24 }, call);
  await clock.pass(10_000);
  await Promise.all(calls);
  expect(takenMs.slice(0, 20)).toEqual(Array(20).fill(0));
  expect(takenMs.slice(20)).toEqual([250, 500, 750, 1_000]);
});
