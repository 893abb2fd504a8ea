import fc from "fast-check";
import { expect, test } from "vitest";
import { rollOutCost } from "#physics/roll-out-cost.ts";
import type { Termination } from "#physics/termination.ts";

const termination = (change: Partial<Termination>): Termination => ({
  preStop: 0,
  gracePeriod: 30,
  propagation: 10,
  deregistrationDelay: 300,
  keptConnections: false,
  shutdown: 5,
  onSigterm: "exits",
  ...change,
});

const four = { replicas: 4, pods: 4, replace: { how: "surge", surge: 1, unavailable: 1 } } as const;

test("50 requests a second and four Pods without a sleep lose about 300 requests, as in the proof at full length", () => {
  const lost = rollOutCost(four, termination({}), 50)?.lostRequests ?? 0;
  expect(lost).toBeGreaterThan(241);
  expect(lost).toBeLessThan(307 * 1.15);
});

test("whatever the strategy, a sleep as long as propagation loses nothing new, and a shorter one something", () => {
  const replacements = fc.oneof(
    fc.record({ how: fc.constant("surge" as const), surge: fc.nat(5), unavailable: fc.nat(5) }),
    fc.record({ how: fc.constant("in-place" as const), unavailable: fc.integer({ min: 1, max: 5 }) }),
  );
  fc.assert(
    fc.property(
      replacements,
      fc.integer({ min: 6, max: 30 }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat(90),
      (replace, replicas, propagation, preStop) => {
        fc.pre(replace.how !== "surge" || replace.surge + replace.unavailable > 0);
        const lost =
          rollOutCost({ replicas, pods: replicas, replace }, termination({ preStop, gracePeriod: 120, propagation }), 10)
            ?.lostRequests ?? 0;
        if (preStop >= propagation) expect(lost).toBeCloseTo(0);
        else expect(lost).toBeGreaterThan(0);
      },
    ),
  );
});

test("a sleep makes a Deployment's roll-out longer once, and a StatefulSet's once for each Pod", () => {
  const seconds = (replace: Parameters<typeof rollOutCost>[0]["replace"], preStop: number): number =>
    rollOutCost({ replicas: 4, pods: 4, replace }, termination({ preStop, gracePeriod: 60 }), undefined)?.seconds ?? 0;
  expect(seconds(four.replace, 20) - seconds(four.replace, 0)).toBe(20);
  expect(seconds({ how: "in-place", unavailable: 1 }, 20) - seconds({ how: "in-place", unavailable: 1 }, 0)).toBe(80);
});
