import { expect, test } from "vitest";
import type { TraceReport } from "#trace/report/report.ts";
import { traceText } from "#trace/report/trace-text.ts";
import { auditLog, controllerLog } from "./simulator/events.ts";
import { baseScenario, rollOut, type Scenario } from "./simulator/scenario.ts";
import { simulate } from "./simulator/simulate.ts";
import { traced } from "./simulator/traced.ts";

/**
 * The roll-out that started the search for readiness gates and preStop sleeps: two Pods are replaced at once. The new ones run, but
 * their targets are `initial` for ten seconds; the old ones are gone within two, and only their targets are left, draining.
 */
const withoutGate: Scenario = {
  ...baseScenario,
  seed: 81,
  failsOpen: true,
  nodeLagsMs: [2500, 4000],
  controllerMs: 900,
  pods: rollOut(2, { from: 180_000, every: 0 }).map((pod) =>
    pod.deletedMs === undefined ? { ...pod, registeredMs: 197_500, listeningMs: 184_000 } : pod,
  ),
};

function traceOf(scenario: Scenario): TraceReport {
  const simulation = simulate(scenario);
  return traced({
    lines: simulation.lines.map(({ text }) => text),
    events: [...auditLog(simulation), ...controllerLog(simulation)],
  });
}

test("without gate and sleep, nearly all requests of ten seconds go to Pods that ended, and the report says why and when", () => {
  const report = traceOf(withoutGate);
  const [group] = report.groups;
  const dead = (group?.causes ?? []).filter(({ cause, confidence }) => cause === "dead-target" && confidence === "sure");
  expect(dead.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0.95 * report.lost);
  expect(report.lost).toBeGreaterThan(300);
  expect(Math.abs((group?.allDraining?.seconds ?? 0) - 10.2)).toBeLessThan(0.5);
  expect(group?.allDraining?.from.slice(0, 19)).toBe("2026-11-26T09:23:07");
  expect(traceText(report, { width: 80, color: false }).replaceAll(/\s+/g, " ")).toContain(
    "old targets were deregistered before a new one took requests (readiness gate)",
  );
});

test("with a sleep that covers those seconds, the draining targets respond and nothing is lost", () => {
  const report = traceOf({ ...withoutGate, preStopSeconds: 25, graceSeconds: 60 });
  expect(report.lost).toBe(0);
  expect(report.groups[0]?.allDraining?.seconds).toBeGreaterThan(9);
});

test("with a gate, a new target takes requests before the old one is deregistered", () => {
  const pods = rollOut(2, { from: 180_000 });
  expect(traceOf({ ...withoutGate, pods, preStopSeconds: 25, graceSeconds: 60 }).groups[0]?.allDraining).toBe(null);
});
