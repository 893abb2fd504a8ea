import fc from "fast-check";
import { expect, test } from "vitest";
import { type RollOut, scheduleOf } from "#physics/roll-out.ts";
import type { Termination } from "#physics/termination.ts";

const termination: Termination = {
  preStop: 20,
  gracePeriod: 60,
  propagation: 10,
  deregistrationDelay: 300,
  keptConnections: false,
  shutdown: 5,
  onSigterm: "drains",
};

const rollOut = (change: Partial<RollOut>): RollOut => ({
  replicas: 4,
  pods: 4,
  replace: { how: "surge", surge: 1, unavailable: 1 },
  startUp: 10,
  registration: 0,
  ...change,
});

test("a Deployment goes in waves, and a longer sleep makes only the end of the last old Pod later", () => {
  expect(scheduleOf(rollOut({}), termination)).toEqual({
    deleted: [
      { at: 0, pods: 1 },
      { at: 10, pods: 2 },
      { at: 20, pods: 1 },
    ],
    available: [
      { at: 10, pods: 2 },
      { at: 20, pods: 2 },
    ],
    completeAt: 20,
    goneAt: 45,
  });
});

test("with nothing unavailable the first Pod goes when a new one is there", () => {
  const schedule = scheduleOf(
    rollOut({ replicas: 2, pods: 2, replace: { how: "surge", surge: 1, unavailable: 0 } }),
    termination,
  );
  expect(schedule?.deleted).toEqual([
    { at: 10, pods: 1 },
    { at: 20, pods: 1 },
  ]);
});

test("a StatefulSet waits for each old Pod to be gone", () => {
  const schedule = scheduleOf(rollOut({ replicas: 3, pods: 3, replace: { how: "in-place", unavailable: 1 } }), termination);
  expect(schedule).toMatchObject({ completeAt: 3 * (25 + 10), goneAt: 2 * 35 + 25 });
});

test("Recreate waits for all of them", () => {
  expect(scheduleOf(rollOut({ replace: { how: "recreate" } }), termination)).toMatchObject({ completeAt: 35, goneAt: 25 });
});

test("every roll-out replaces each Pod once and keeps what its strategy promises", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(20), fc.nat(20), (replicas, surge, most) => {
      const unavailable = Math.min(most, replicas);
      fc.pre(surge + unavailable > 0);
      const schedule = scheduleOf(
        rollOut({ replicas, pods: replicas, replace: { how: "surge", surge, unavailable } }),
        termination,
      );
      const { deleted = [], available = [] } = schedule ?? {};
      const sum = (waves: typeof deleted, until: number): number =>
        waves.filter(({ at }) => at <= until).reduce((all, { pods }) => all + pods, 0);
      expect(sum(deleted, Number.POSITIVE_INFINITY)).toBe(replicas);
      expect(sum(available, Number.POSITIVE_INFINITY)).toBe(replicas);
      for (const { at } of deleted)
        expect(replicas - sum(deleted, at) + sum(available, at)).toBeGreaterThanOrEqual(replicas - unavailable);
    }),
  );
});

test("a roll-out of more waves than are worth counting, and one that never moves, have no schedule", () => {
  expect(scheduleOf(rollOut({ replicas: 1_000_000, pods: 1_000_000 }), termination)).toBeUndefined();
  expect(scheduleOf(rollOut({ replace: { how: "in-place", unavailable: 0 } }), termination)).toBeUndefined();
});
