import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failuresOf } from "#physics/failures.ts";
import { goingAt } from "#physics/going.ts";
import { lostRequests, totalOf } from "#physics/lost-requests.ts";
import type { Termination } from "#physics/termination.ts";
import { type Fate, fateUnder, type PolicyTimes } from "#trace/measures/savings.ts";
import { verdicts } from "./verdict-of.ts";

const verdictOf = verdicts();

/** A request that arrived `after` seconds after the deletion, was lost there, and would have taken `needs` seconds. */
const fateOf = (after: number, needs: number, times: Omit<PolicyTimes, "policy">): Fate =>
  fateUnder(
    verdictOf({ cause: "dead-target", deletedMs: 0, createdMs: after * 1000 }),
    { policy: "p", ...times },
    { p50: 0, p99: needs * 1000 },
  );

describe("a lost request", () => {
  test.each<readonly [string, number, number, Omit<PolicyTimes, "policy">, Fate]>([
    [
      "that would have ended before SIGTERM is saved",
      10,
      5,
      { preStopSeconds: 20, graceSeconds: 30, delaySeconds: 300 },
      "saved",
    ],
    [
      "in flight at SIGTERM takes an application that drains",
      10,
      15,
      { preStopSeconds: 20, graceSeconds: 30, delaySeconds: 300 },
      "saved-if-draining",
    ],
    ["in flight at SIGKILL is lost", 10, 25, { preStopSeconds: 20, graceSeconds: 30, delaySeconds: 300 }, "not-saved"],
    ["after SIGTERM is lost", 21, 1, { preStopSeconds: 20, graceSeconds: 60, delaySeconds: 300 }, "not-saved"],
    [
      "that outlasts the deregistration delay is cut by the load balancer, whatever the sleep",
      10,
      30,
      { preStopSeconds: 60, graceSeconds: 90, delaySeconds: 35 },
      "not-saved",
    ],
    ["within the deregistration delay is not", 10, 20, { preStopSeconds: 60, graceSeconds: 90, delaySeconds: 35 }, "saved"],
    [
      "where nobody knows the delay is not cut by it",
      10,
      30,
      { preStopSeconds: 60, graceSeconds: 90, delaySeconds: undefined },
      "saved",
    ],
    [
      "meets the kubelet's two seconds after a hook that used up the grace period",
      19,
      2,
      { preStopSeconds: 20, graceSeconds: 20, delaySeconds: 300 },
      "saved-if-draining",
    ],
  ])("%s", (_, after, needs, times, fate) => {
    expect(fateOf(after, needs, times)).toBe(fate);
  });
});

const whole = (max: number) => fc.integer({ min: 0, max });

test("what a replay saves is what the prediction does not lose", () => {
  fc.assert(
    fc.property(whole(60), whole(60), whole(120), whole(120), whole(90), whole(40), (preStop, more, delay, after, needs, l) => {
      const propagation = Math.max(after, l) + 1;
      const common = {
        preStop,
        gracePeriod: preStop + more,
        propagation: after,
        deregistrationDelay: delay,
        keptConnections: false,
        shutdown: 5,
      };
      const lostUnder = (onSigterm: Termination["onSigterm"]): boolean => {
        const pod = goingAt(1, 0, { ...common, onSigterm });
        // One request, in a thousandth of a second, by a node that still uses the Pod.
        const lost = lostRequests([pod], {
          rate: 1000,
          from: after + 0.0005,
          to: after + 0.0015,
          lengths: [{ share: 1, seconds: needs }],
          nodes: [{ share: 1, lag: propagation }],
          keptConnections: false,
        });
        return totalOf(lost) > 0.5;
      };
      // At the very moment of a change either answer is right.
      const edges = [preStop, preStop + more, preStop + 2, delay, propagation];
      fc.pre(edges.every((edge) => Math.abs(edge - after) > 0 && Math.abs(edge - after - needs) > 1));
      fc.pre(delay > propagation);
      const fate = fateOf(after, needs, { preStopSeconds: preStop, graceSeconds: preStop + more, delaySeconds: delay });
      const expected: Fate = !lostUnder("exits") ? "saved" : lostUnder("drains") ? "not-saved" : "saved-if-draining";
      expect(fate).toBe(expected);
    }),
  );
});

test("nothing is saved from a moment that nobody knows", () => {
  const verdict = verdictOf({ cause: "dead-target", deletedMs: undefined, createdMs: 10_000 });
  expect(fateUnder(verdict, { policy: "p", preStopSeconds: 600, graceSeconds: 700, delaySeconds: 300 }, { p50: 0, p99: 0 })).toBe(
    "not-saved",
  );
});

test("new requests are safe exactly while the application listens", () => {
  fc.assert(
    fc.property(whole(60), whole(60), whole(60), (preStop, more, after) => {
      const termination = {
        preStop,
        gracePeriod: preStop + more,
        propagation: 61,
        deregistrationDelay: undefined,
        keptConnections: false,
        shutdown: 5,
      };
      const { newRequests } = failuresOf({ ...termination, onSigterm: "drains" }, 0);
      const fails = newRequests !== undefined && after > newRequests.from;
      const fate = fateOf(after, 0, { preStopSeconds: preStop, graceSeconds: preStop + more, delaySeconds: undefined });
      expect(fate === "not-saved").toBe(fails);
    }),
  );
});
