/** Reports whose pages and pictures are as full, as empty, as wide or as crowded as they get. */
import type { TraceReport } from "#trace/report/report.ts";
import { auditLog, controllerLog } from "../trace/simulator/events.ts";
import { baseScenario, rollOut, type Scenario, steady } from "../trace/simulator/scenario.ts";
import { simulate } from "../trace/simulator/simulate.ts";
import { traced } from "../trace/simulator/traced.ts";

const policies = [
  { policy: "pod-outlives-target", preStopSeconds: 305, graceSeconds: 315, delaySeconds: 300 },
  { policy: "propagation-with-a-rather-long-name-of-63-characters", preStopSeconds: 5, graceSeconds: 10, delaySeconds: 300 },
];

function reportOf(changes: Partial<Scenario>, withEvents = true): TraceReport {
  const simulation = simulate({ ...baseScenario, lengthMs: 420_000, ratePerSecond: 25, ...changes });
  const events = withEvents ? [...auditLog(simulation), ...controllerLog(simulation)] : [];
  return traced({ lines: simulation.lines.map(({ text }) => text), events, policies });
}

const longName = "a-rather-long-name-as-generators-of-manifests-like-to-make-them";

const named = (report: TraceReport): TraceReport => ({
  ...report,
  groups: report.groups.map((group) => ({ ...group, targetGroup: longName.slice(0, 32) })),
  targets: report.targets.map((target) => ({ ...target, targetGroup: longName.slice(0, 32), pod: `${longName}/${longName}` })),
  problems: [`${longName.replaceAll("-", "/")}: <script>alert(1)</script>`],
});

const few = { from: 60_000, every: 9000 };

export const traceReports: readonly (readonly [string, () => TraceReport])[] = [
  ["of a roll-out", () => reportOf({ pods: rollOut(6, few), keepAliveRaces: 0.002, ownAnswers: 0.004, impatient: 0.1 })],
  ["of a sleep that is too short", () => reportOf({ pods: rollOut(4, few), preStopSeconds: 4, application: "drains" })],
  ["of many targets", () => reportOf({ pods: rollOut(30, few), ratePerSecond: 60 })],
  ["without events", () => reportOf({ pods: rollOut(3, few) }, false)],
  ["without a loss", () => reportOf({ pods: steady(2) })],
  ["without a request", () => traced({ lines: [], policies })],
  ["with long names", () => named(reportOf({ pods: rollOut(2, few) }))],
];
