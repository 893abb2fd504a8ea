import fc from "fast-check";
import { expect, test } from "vitest";
import { goingAt } from "#physics/going.ts";
import { lostRequests, totalOf } from "#physics/lost-requests.ts";
import { instant } from "#physics/request-lengths.ts";
import { arrivingAt, lasting, type Target } from "#physics/target.ts";
import type { Termination } from "#physics/termination.ts";
import type { Traffic } from "#physics/traffic.ts";
import { lostOneByOne } from "./one-by-one.ts";

const termination: Termination = {
  preStop: 0,
  gracePeriod: 30,
  propagation: 8,
  deregistrationDelay: 300,
  keptConnections: false,
  shutdown: 0,
  onSigterm: "exits",
};

const traffic: Traffic = {
  rate: 50,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  lengths: instant,
  nodes: [{ share: 1, lag: 8 }],
  keptConnections: false,
};

test("one of four Pods without a sleep loses a quarter of what arrives until the load balancer has stopped", () => {
  expect(totalOf(lostRequests([goingAt(1, 0, termination), lasting(3)], traffic))).toBeCloseTo((50 / 4) * 8);
});

test("what is in flight when an application exits is the rate times the mean length", () => {
  const { newRequests, cut } = lostRequests([goingAt(1, 0, { ...termination, preStop: 8 }), lasting(3)], {
    ...traffic,
    lengths: [{ share: 0.1, seconds: 5 }],
  });
  expect(newRequests).toBeCloseTo(0);
  expect(cut.exit).toBeCloseTo((50 / 4) * 0.1 * 5);
});

test("with no healthy target the load balancer fails open to those that drain", () => {
  const lost = lostRequests([goingAt(2, 0, termination), arrivingAt(2, 20)], traffic);
  expect(lost.newRequests).toBeCloseTo(50 * 20);
  expect(lost.withoutTarget).toBeCloseTo(0);
});

test("with no target at all there is nobody to send a request to", () => {
  const lost = lostRequests(
    [goingAt(2, 0, { ...termination, preStop: 29, deregistrationDelay: 10 }), arrivingAt(2, 20)],
    traffic,
  );
  expect(lost.withoutTarget).toBeCloseTo(50 * 10);
});

test("clients that keep their connections lose nothing new while one Pod serves", () => {
  const targets = [goingAt(3, 0, termination), lasting(1)];
  expect(totalOf(lostRequests(targets, { ...traffic, keptConnections: true }))).toBeCloseTo(0);
});

const moments = fc.integer({ min: 0, max: 40 });
const targets = fc.array(
  fc.record({
    pods: fc.integer({ min: 1, max: 3 }),
    deletedAt: moments,
    preStop: fc.nat(20),
    delay: fc.nat(30),
    drains: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);
const going = (
  list: typeof targets extends fc.Arbitrary<infer T> ? T : never,
  arrivals: readonly number[],
): readonly Target[] => [
  ...list.map(({ pods, deletedAt, preStop, delay, drains }) =>
    goingAt(pods, deletedAt, {
      ...termination,
      preStop,
      deregistrationDelay: delay,
      onSigterm: drains ? "drains" : "exits",
    }),
  ),
  ...arrivals.map((at) => arrivingAt(1, at)),
];

test("the same as following every request by itself", () => {
  fc.assert(
    fc.property(
      targets,
      fc.array(moments, { maxLength: 3 }),
      fc.nat(8),
      fc.boolean(),
      (list, arrivals, seconds, keptConnections) => {
        const given: Traffic = {
          ...traffic,
          from: -10,
          to: 60,
          lengths: [{ share: 0.5, seconds }],
          nodes: [
            { share: 0.5, lag: 3 },
            { share: 0.5, lag: 7 },
          ],
          keptConnections,
        };
        const all = going(list, arrivals);
        // Each request is taken at the middle of its own fiftieth of a second, where nothing changes.
        expect(totalOf(lostRequests(all, given))).toBeCloseTo(lostOneByOne(all, given), 4);
      },
    ),
    { numRuns: 60 },
  );
});
