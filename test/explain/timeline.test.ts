import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BarKind, type Lane, type PodEnd, ticks, timelineOf } from "#explain/timeline.ts";
import { longest, seconds } from "#model/findings/seconds.ts";

const end = (preStop: number | undefined, gracePeriod: number, lost: readonly [number, number][] = []): PodEnd => ({
  title: "now",
  preStop: preStop === undefined ? undefined : seconds(preStop),
  gracePeriod: seconds(gracePeriod),
  lost: lost.map(([from, to]) => ({ from: seconds(from), to: seconds(to) })),
});

const lanesOf = (given: PodEnd, shutdown = 5): readonly Lane[] =>
  timelineOf({ ends: [given], shutdown: seconds(shutdown), propagation: undefined, drains: [] }).panels[0]?.lanes ?? [];

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

describe("lost requests", () => {
  test.each([
    ["none", [], []],
    ["one stretch", [[0, 35]], [["lost", 0, 35]]],
    [
      "stretches that overlap are one",
      [
        [5, 20],
        [0, 10],
      ],
      [["lost", 0, 20]],
    ],
    [
      "stretches that touch are one",
      [
        [0, 10],
        [10, 20],
      ],
      [["lost", 0, 20]],
    ],
    [
      "stretches apart stay apart",
      [
        [30, 40],
        [0, 10],
      ],
      [
        ["lost", 0, 10],
        ["lost", 30, 40],
      ],
    ],
    ["a stretch without length is none", [[10, 10]], []],
  ] as const)("%s", (_name, lost, bars) => {
    const lanes = lanesOf(end(undefined, 30, lost as never));
    expect(barsOf(lanes.find(({ label }) => label === "requests are lost"))).toEqual(bars);
  });
});

test("the scale reaches to the end of whatever lasts longest", () => {
  fc.assert(
    fc.property(fc.nat(4000), fc.nat(4000), fc.array(fc.nat(3600)), (preStop, grace, delays) => {
      const drains = delays.map((delay) => ({ label: "ALB", delay: seconds(delay) }));
      const { until, panels } = timelineOf({ ends: [end(preStop, grace)], shutdown: seconds(5), propagation: undefined, drains });
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
