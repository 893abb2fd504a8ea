import { expect, test } from "vitest";
import { traceReportSchema } from "#trace/report/report-schema.ts";
import { traceReports } from "../browser/trace-reports.ts";
import { auditLog } from "./simulator/events.ts";
import { connectionLog, flowLog, healthCheckLog, nlbLog } from "./simulator/other-logs.ts";
import { baseScenario, rollOut } from "./simulator/scenario.ts";
import { simulate } from "./simulator/simulate.ts";
import { traced } from "./simulator/traced.ts";

test.each(traceReports)("the report %s has the fields of the schema and no others", (_, report) => {
  expect(traceReportSchema.safeParse(JSON.parse(JSON.stringify(report()))).error).toBe(undefined);
});

test("so has a report of all kinds of logs", () => {
  const simulation = simulate({ ...baseScenario, seed: 111, pods: rollOut(4) });
  const others = [
    ...healthCheckLog(simulation),
    ...flowLog(simulation, () => false),
    ...connectionLog(simulation, 20),
    ...nlbLog(simulation, 20),
  ];
  const report = traced({ lines: [...others, ...simulation.lines.map(({ text }) => text)], events: auditLog(simulation) });
  expect(Object.values(report.otherLogs)).not.toContain(null);
  expect(traceReportSchema.safeParse(JSON.parse(JSON.stringify(report))).error).toBe(undefined);
});
