import fc from "fast-check";
import { expect, test } from "vitest";
import { failuresOf } from "#physics/failures.ts";
import type { Termination } from "#physics/termination.ts";

/** Seed values of "AWS Zero Deployment Downtime": sleep 40, grace 50, delay 35. */
const given = (change: Partial<Termination>): Termination => ({
  preStop: 40,
  gracePeriod: 50,
  propagation: 10,
  deregistrationDelay: 35,
  keptConnections: false,
  shutdown: 5,
  onSigterm: "exits",
  ...change,
});

test("without a sleep new requests fail until the load balancer has stopped, not until the delay ends", () => {
  const { newRequests, inFlight } = failuresOf(given({ preStop: 0, deregistrationDelay: 300 }), undefined);
  expect(newRequests).toEqual({ from: 0, to: 10 });
  expect(inFlight).toEqual({ by: "exit", at: 0, safeUpTo: 0 });
});

test("a sleep as long as propagation loses no new request, and every request that fits the rest of it", () => {
  const termination = given({ preStop: 20, deregistrationDelay: 300 });
  expect(failuresOf(termination, undefined)).toEqual({
    newRequests: undefined,
    inFlight: { by: "exit", at: 20, safeUpTo: 10 },
  });
  expect(failuresOf(termination, 10).inFlight).toBeUndefined();
  expect(failuresOf(termination, 11).inFlight).toEqual({ by: "exit", at: 20, safeUpTo: 10 });
});

test.each<[string, Partial<Termination>, object]>([
  ["the delay ends before the sleep", {}, { by: "deregistration", at: 35, safeUpTo: 25 }],
  [
    "a drain lasts until SIGKILL",
    { onSigterm: "drains", preStop: 10, gracePeriod: 60, deregistrationDelay: 70 },
    { by: "sigkill", at: 60, safeUpTo: 50 },
  ],
  [
    "a drain outlasts the delay",
    { onSigterm: "drains", preStop: 10, gracePeriod: 600 },
    { by: "deregistration", at: 35, safeUpTo: 25 },
  ],
  ["an NLB cuts nothing", { deregistrationDelay: undefined }, { by: "exit", at: 40, safeUpTo: 30 }],
  ["the hook outlasts the grace period", { preStop: 60, deregistrationDelay: undefined }, { by: "exit", at: 50, safeUpTo: 40 }],
  [
    "a drain after such a hook has two seconds",
    { preStop: 60, deregistrationDelay: undefined, onSigterm: "drains" },
    { by: "sigkill", at: 52, safeUpTo: 42 },
  ],
])("what cuts requests in flight when %s", (_, change, expected) => {
  expect(failuresOf(given(change), undefined).inFlight).toEqual(expected);
});

test("connections that are kept reach the Pod until the application closes them, however long it sleeps", () => {
  const termination = given({ keptConnections: true, deregistrationDelay: undefined });
  expect(failuresOf(termination, 1)).toEqual({ newRequests: undefined, inFlight: { by: "exit", at: 40, safeUpTo: 0 } });
  expect(failuresOf({ ...termination, onSigterm: "drains" }, 10).inFlight).toBeUndefined();
});

const terminations = fc.record<Termination>({
  preStop: fc.nat(400),
  gracePeriod: fc.integer({ min: 1, max: 400 }),
  propagation: fc.nat(200),
  deregistrationDelay: fc.option(fc.nat(400), { nil: undefined }),
  keptConnections: fc.constant(false),
  shutdown: fc.nat(60),
  onSigterm: fc.constantFrom("exits", "drains"),
});

test("for an application that exits nothing fails exactly where the sleep covers propagation and the longest request, up to the delay", () => {
  fc.assert(
    fc.property(terminations, fc.nat(400), (any, longest) => {
      const termination = { ...any, gracePeriod: any.preStop + 1, onSigterm: "exits" } as const;
      const { preStop, propagation: arriving, deregistrationDelay: delay = Number.POSITIVE_INFINITY } = termination;
      const { newRequests, inFlight } = failuresOf(termination, longest);
      const cutByDelay = Math.max(delay, arriving);
      const covered = preStop >= arriving + longest && (cutByDelay >= preStop || cutByDelay >= arriving + longest);
      expect(newRequests === undefined && inFlight === undefined).toBe(covered);
    }),
  );
});
