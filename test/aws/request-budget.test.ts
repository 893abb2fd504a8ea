import { expect, test } from "vitest";
import { RequestBudget } from "#aws/api/request-budget.ts";
import { instantClock } from "./instant-clock.ts";

const throttled = (): Promise<never> => Promise.reject(Object.assign(new Error("Rate exceeded"), { name: "Throttling" }));

test("requests beyond the burst are spread evenly", async () => {
  const clock = instantClock();
  const budget = new RequestBudget({ clock, random: () => 0.5, perSecond: 2 });
  const sentAtMs: number[] = [];
  for (let at = 0; at < 14; at += 1) {
    await budget.send("x", async () => void sentAtMs.push(clock.monotonicMs()));
  }
  expect(sentAtMs.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
  expect(sentAtMs.slice(10)).toEqual([500, 1_000, 1_500, 2_000]);
});

test("what is not used does not grow beyond the burst", async () => {
  const clock = instantClock();
  const budget = new RequestBudget({ clock, random: () => 0.5, perSecond: 2 });
  clock.pass(3_600_000);
  for (let at = 0; at < 11; at += 1) await budget.send("x", () => Promise.resolve());
  expect(clock.monotonicMs()).toBe(3_600_500);
});

test.each([
  [0, [500, 1_000, 2_000, 4_000]],
  [0.999999, [1_000, 2_000, 4_000, 8_000]],
])("pauses after throttling are between half of a doubling span and all of it (random %d)", async (random, expected) => {
  const clock = instantClock();
  const budget = new RequestBudget({ clock, random: () => random, perSecond: 5 });
  await expect(budget.send("x", throttled)).rejects.toMatchObject({ kind: "throttled" });
  expect(clock.waits.map(Math.round)).toEqual(expected);
});

test("throttling of one request holds up all others", async () => {
  const clock = instantClock();
  const budget = new RequestBudget({ clock, random: () => 0.999999, perSecond: 5 });
  let failures = 1;
  const once = (): Promise<void> => (failures-- > 0 ? throttled() : Promise.resolve());
  const first = budget.send("x", once);
  await Promise.resolve();
  await Promise.all([first, budget.send("y", () => Promise.resolve())]);
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(999);
});

test("a request that waits ends when it is stopped", async () => {
  const clock = instantClock();
  const budget = new RequestBudget({ clock, random: () => 0.5, perSecond: 5 });
  const stopping = new AbortController();
  stopping.abort();
  await expect(budget.send("x", () => Promise.resolve(), stopping.signal)).rejects.toThrow("stopped");
});
