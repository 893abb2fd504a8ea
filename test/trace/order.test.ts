import fc from "fast-check";
import { expect, test } from "vitest";
import type { TraceReport } from "#trace/report/report.ts";
import { auditLog, controllerLog } from "./simulator/events.ts";
import { connectionLog, healthCheckLog, nlbLog } from "./simulator/other-logs.ts";
import { baseScenario, rollOut } from "./simulator/scenario.ts";
import { simulate } from "./simulator/simulate.ts";
import { traced } from "./simulator/traced.ts";

const simulation = simulate({
  ...baseScenario,
  lengthMs: 120_000,
  ratePerSecond: 25,
  pods: rollOut(4, { from: 30_000, every: 8000 }),
  keepAliveRaces: 0.003,
  applicationErrors: 0.004,
  ownAnswers: 0.004,
  impatient: 0.2,
});
const lines = [
  ...simulation.lines.map(({ text }) => text),
  ...healthCheckLog(simulation),
  ...connectionLog(simulation, 30),
  ...nlbLog(simulation, 30),
];
const events = [...auditLog(simulation), ...controllerLog(simulation)];

const comparable = ({ sources: _sources, problems: _problems, ...rest }: TraceReport): string => JSON.stringify(rest);
const expected = comparable(traced({ lines, events }));
const isFailed = (line: string): boolean => / (?:5\d\d|460) (?:-|5\d\d) /.test(line);

const orders = <T>(list: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });

test("the order of rows and of events makes no difference", () => {
  fc.assert(
    fc.property(orders(lines), orders(events), (shuffledLines, shuffledEvents) => {
      expect(comparable(traced({ lines: shuffledLines, events: shuffledEvents }))).toBe(expected);
    }),
    { numRuns: 12 },
  );
});

test("a failed request that is logged twice counts once", () => {
  const doubled = [...lines, ...lines.filter(isFailed)];
  expect(comparable(traced({ lines: doubled, events }))).toBe(expected);
});

test("events that are read twice are one", () => {
  expect(comparable(traced({ lines, events: [...events, ...events] }))).toBe(expected);
});
