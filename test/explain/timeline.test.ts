import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BarKind, type Lane, type PodEnd, ticks, timelineOf } from "#explain/timeline.ts";
import { longest, seconds } from "#model/findings/seconds.ts";
import type { Failures } from "#physics/failures.ts";

const end = (preStop: number | undefined, gracePeriod: number, failures?: Failures): PodEnd => ({
  title: "now",
  preStop: preStop === undefined ? undefined : seconds(preStop),
  gracePeriod: seconds(gracePeriod),
  failures,
});

const lanesOf = (given: PodEnd, shutdown = 5): readonly Lane[] =>
  timelineOf({ ends: [given], shutdown: seconds(shutdown), propagation: undefined, drains: [], arrivals: "requests" }).panels[0]
    ?.lanes ?? [];

const barsOf = (lane: Lane | undefined): readonly (readonly [BarKind, number, number])[] =>
  lane?.bars.map(({ kind, from, to }) => [kind, from, to]) ?? [];

describe("the Pod's own lane", () => {
  test.each([
    [
      "no sleep",
      end(undefined, 30),
      [
        ["shutdown", 0, 5],
        ["spare", 5, 30],
      ],
      [0, 30],
    ],
    [
      "a sleep and time left",
      end(40, 50),
      [
        ["sleep", 0, 40],
        ["shutdown", 40, 45],
        ["spare", 45, 50],
      ],
      [40, 50],
    ],
    ["a sleep that leaves nothing to shut down in", end(30, 30), [["sleep", 0, 30]], [30, 30]],
    ["a sleep that is cut short", end(60, 30), [["sleep", 0, 30]], [30, 30]],
    [
      "a shutdown that is cut short",
      end(28, 30),
      [
        ["sleep", 0, 28],
        ["shutdown", 28, 30],
      ],
      [28, 30],
    ],
  ])("%s", (_name, given, bars, marks) => {
    const [pod] = lanesOf(given);
    expect(barsOf(pod)).toEqual(bars);
    expect(pod?.marks.map(({ at }) => at)).toEqual(marks);
  });
});

describe("what fails", () => {
  const cut = { by: "exit", at: 40, safeUpTo: 30 } as const;

  test.each<[string, Failures, readonly (readonly [string, string])[]]>([
    ["nothing", { newRequests: undefined, inFlight: undefined }, []],
    [
      "new requests from the beginning",
      { newRequests: { from: 0, to: 10 }, inFlight: { ...cut, at: 0, safeUpTo: 0 } },
      [
        ["new requests fail", "until 10 s"],
        ["requests in flight", "may be cut at 0 s"],
      ],
    ],
    [
      "new requests after a sleep",
      { newRequests: { from: 5, to: 10 }, inFlight: undefined },
      [["new requests fail", "5 s to 10 s"]],
    ],
    [
      "only long requests",
      { newRequests: undefined, inFlight: cut },
      [["requests in flight", "longer than 30 s may be cut at 40 s"]],
    ],
  ])("%s", (_name, failures, lanes) => {
    expect(
      lanesOf(end(40, 50, failures))
        .slice(1)
        .map(({ label, note }) => [label, note]),
    ).toEqual(lanes);
  });

  test("an NLB passes connections on", () => {
    const [panel] = timelineOf({
      ends: [end(undefined, 30, { newRequests: { from: 0, to: 120 }, inFlight: undefined })],
      shutdown: seconds(5),
      propagation: seconds(120),
      drains: [],
      arrivals: "connections",
    }).panels;
    expect(panel?.lanes.map(({ label }) => label)).toEqual(["Pod", "new connections arrive", "new connections fail"]);
  });
});

test("the scale reaches to the end of whatever lasts longest", () => {
  fc.assert(
    fc.property(fc.nat(4000), fc.nat(4000), fc.array(fc.nat(3600)), (preStop, grace, delays) => {
      const drains = delays.map((delay) => ({ label: "ALB", delay: seconds(delay) }));
      const { until, panels } = timelineOf({
        ends: [end(preStop, grace)],
        shutdown: seconds(5),
        propagation: undefined,
        drains,
        arrivals: "requests",
      });
      expect(until).toBe(longest(seconds(1), seconds(grace), ...drains.map(({ delay }) => delay)));
      for (const { bars } of panels.flatMap(({ lanes }) => lanes)) {
        for (const bar of bars) expect(bar.to).toBeGreaterThanOrEqual(bar.from);
      }
    }),
  );
});

test("ticks begin at zero, are even, and never more than asked for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 36_000 }), fc.integer({ min: 11, max: 30 }), (until, most) => {
      const all = ticks(seconds(until), most);
      expect(all[0]).toBe(0);
      expect(all.length).toBeLessThanOrEqual(most + 1);
      expect(all.at(-1)).toBeLessThanOrEqual(until);
    }),
  );
});
