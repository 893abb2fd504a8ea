import { describe, expect, test } from "vitest";
import { defaultGroupFacts } from "#trace/attribution/group-facts.ts";
import { isCloudWatch, type MetricPoint, metricPoints } from "#trace/events/cloudwatch.ts";
import { completeness } from "#trace/measures/completeness.ts";
import { traceText } from "#trace/report/trace-text.ts";
import { traceReport } from "#trace/trace.ts";
import { baseScenario, rollOut } from "./simulator/scenario.ts";
import { simulate } from "./simulator/simulate.ts";
import { requestLog } from "./simulator/traced.ts";

const simulation = simulate({ ...baseScenario, seed: 101, pods: rollOut(4), applicationErrors: 0.01, impatient: 0.1 });
const minute = 60_000;

/** What CloudWatch would have counted of all lines. */
function counted(status: RegExp, metric: MetricPoint["metric"]): readonly MetricPoint[] {
  const ofMinute = Map.groupBy(
    simulation.lines.filter(({ text }) => status.test(text)),
    ({ doneMs }) => Math.floor(doneMs / minute),
  );
  return [...ofMinute].map(([at, lines]) => ({ metric, atMs: at * minute, count: lines.length }));
}

const all = counted(/ 50[234] - \d/, "HTTPCode_ELB_5XX_Count");
const ofStatus = [...counted(/ 502 - \d/, "HTTPCode_ELB_502_Count"), ...counted(/ 504 - \d/, "HTTPCode_ELB_504_Count")];
const isCounted = (text: string): boolean => / 50[234] - \d/.test(text);
const lines = simulation.lines.map(({ text }) => text);

test("a log with every line is complete, and what the application answered or a client gave up on does not count", () => {
  const total = lines.filter(isCounted).length;
  expect(completeness(requestLog({ lines }), all)).toEqual({ counted: total, logged: total });
  expect(completeness(requestLog({ lines }), ofStatus)).toEqual({ counted: total, logged: total });
});

test("lines that were not delivered are missed", () => {
  const total = lines.filter(isCounted).length;
  const kept = lines.filter((line, at) => !isCounted(line) || at % 4 !== 0);
  const found = completeness(requestLog({ lines: kept }), all);
  expect(found?.counted).toBe(total);
  expect(found?.logged).toBe(kept.filter(isCounted).length);
});

test("metrics of another day, or none, say nothing", () => {
  const log = requestLog({ lines });
  expect(
    completeness(
      log,
      all.map((point) => ({ ...point, atMs: point.atMs - 86_400_000 })),
    ),
  ).toBe(undefined);
  expect(completeness(log, [])).toBe(undefined);
});

describe("the output of", () => {
  const time = "2026-11-26T09:20:00+00:00";
  const point = { metric: "HTTPCode_ELB_5XX_Count", atMs: Date.UTC(2026, 10, 26, 9, 20), count: 7 };

  test.each([
    [
      "get-metric-data",
      { MetricDataResults: [{ Id: "m1", Label: "app/web HTTPCode_ELB_5XX_Count", Timestamps: [time], Values: [7] }] },
    ],
    ["get-metric-statistics", { Label: "HTTPCode_ELB_5XX_Count", Datapoints: [{ Timestamp: time, Sum: 7, Unit: "Count" }] }],
  ])("%s is read", (_, value) => {
    expect([isCloudWatch(value), metricPoints(value)]).toEqual([true, [point]]);
  });

  test("get-metric-data for another metric, or with values that are none, gives no points", () => {
    const of = (label: string, value: unknown) => ({
      MetricDataResults: [{ Label: label, Timestamps: [time], Values: [value] }],
    });
    expect(metricPoints(of("RequestCount", 7))).toEqual([]);
    expect(metricPoints(of("HTTPCode_ELB_5XX_Count", "7"))).toEqual([]);
    expect(metricPoints(of("HTTPCode_ELB_5XX_Count", -1))).toEqual([]);
  });
});

test("the report says it beside its time", () => {
  const points = all.map((point) => ({ ...point, count: point.count * 2 }));
  const report = traceReport({
    log: requestLog({ lines }),
    points,
    factsOf: () => defaultGroupFacts,
    policiesOf: () => [],
    sources: [],
    problems: [],
  });
  expect(traceText(report, { width: 80, color: false }).split("\n")[0]).toMatch(/ UTC, log complete to 50(?:\.0)? %$/);
});
