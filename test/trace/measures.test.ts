import { describe, expect, test } from "vitest";
import type { TraceReport } from "#trace/report/report.ts";
import { auditLog, controllerLog } from "./simulator/events.ts";
import { baseScenario, rollOut, type Scenario, steady } from "./simulator/scenario.ts";
import { type Simulation, simulate } from "./simulator/simulate.ts";
import { traced } from "./simulator/traced.ts";

const shop = { targetGroup: "k8s-shop-web-d1" };

function reportOf(simulation: Simulation, events: readonly string[]): TraceReport {
  return traced({ lines: simulation.lines.map(({ text }) => text), events });
}

const groupOf = ({ groups }: TraceReport): TraceReport["groups"][number] => {
  const found = groups.find(({ targetGroup }) => targetGroup === shop.targetGroup);
  if (found === undefined) throw new Error("the group is not in the report");
  return found;
};

describe("propagation", () => {
  const lags: readonly (readonly [string, Partial<Scenario>])[] = [
    ["of 11.4 s", {}],
    ["of 3 s on one node", { nodeLagsMs: [3000], seed: 21 }],
    ["of 24 s over three nodes", { nodeLagsMs: [8000, 15_000, 24_000], seed: 22, preStopSeconds: 40, graceSeconds: 60 }],
  ];

  test.each(lags)("%s is found within a second and one request of each target", (_, changes) => {
    const scenario: Scenario = { ...baseScenario, pods: rollOut(6), ...changes };
    const report = reportOf(simulate(scenario), [...auditLog(simulate(scenario)), ...controllerLog(simulate(scenario))]);
    const truth = (scenario.controllerMs + Math.max(...scenario.nodeLagsMs)) / 1000;
    const perTarget = scenario.ratePerSecond / 6 / scenario.nodeLagsMs.length;
    const { propagation } = groupOf(report);
    expect(propagation?.targets).toBe(6);
    expect(propagation?.longest).toBeLessThanOrEqual(truth);
    expect(Math.abs((propagation?.longest ?? 0) - truth)).toBeLessThanOrEqual(1 / perTarget + 1);
    const within = report.targets.flatMap(({ propagation: each }) => each ?? []).filter(({ most }) => most + 0.1 >= truth);
    expect(within.length).toBeGreaterThanOrEqual(4);
  });

  test("is not measured where nothing ended", () => {
    const simulation = simulate({ ...baseScenario, pods: steady(3) });
    expect(groupOf(reportOf(simulation, auditLog(simulation))).propagation).toBe(null);
  });

  test("is not measured by the log alone", () => {
    const simulation = simulate({ ...baseScenario, pods: rollOut(4) });
    expect(groupOf(reportOf(simulation, [])).propagation).toBe(null);
  });

  test("is not measured where the log ends with the Pod", () => {
    const scenario = { ...baseScenario, lengthMs: 190_000, pods: rollOut(1, { from: 181_000 }) };
    const simulation = simulate(scenario);
    expect(groupOf(reportOf(simulation, auditLog(simulation))).propagation).toBe(null);
  });

  test("counts from the deregistration where no source tells of the deletion", () => {
    const simulation = simulate({ ...baseScenario, pods: rollOut(6) });
    const { propagation } = groupOf(reportOf(simulation, controllerLog(simulation)));
    expect(propagation?.from).toBe("deregistration");
    expect(Math.abs((propagation?.longest ?? 0) - 11.4)).toBeLessThanOrEqual(1);
  });
});

test("the 99th percentile of durations is within one percent of the load's own record", () => {
  const simulation = simulate({ ...baseScenario, seed: 31, pods: steady(4), medianMs: 300, spread: 1.1, idleSeconds: 4000 });
  const sorted = [...simulation.durationsMs].sort((a, b) => a - b);
  const truth = (sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0) / 1000;
  const p99 = groupOf(reportOf(simulation, [])).durations?.p99 ?? 0;
  expect(Math.abs(p99 - truth) / truth).toBeLessThanOrEqual(0.01);
});

test("durations of requests that were cut are not taken for short ones", () => {
  const uncut: Scenario = { ...baseScenario, seed: 32, pods: steady(2), medianMs: 4000, spread: 0.7, idleSeconds: 4000 };
  const cut: Scenario = { ...uncut, idleSeconds: 12 };
  const p90 = (scenario: Scenario): number => groupOf(reportOf(simulate(scenario), [])).durations?.p90 ?? 0;
  expect(Math.abs(p90(cut) - p90(uncut)) / p90(uncut)).toBeLessThanOrEqual(0.05);
});

describe("clocks", () => {
  test.each([2000, -2000])("that differ by %d ms are brought together", (skewMs) => {
    const simulation = simulate({ ...baseScenario, seed: 41, pods: rollOut(8), skewMs });
    const report = reportOf(simulation, [...auditLog(simulation), ...controllerLog(simulation)]);
    expect(report.problems.some((problem) => problem.startsWith("clocks:"))).toBe(true);
    const { causes } = groupOf(report);
    const sure = causes.filter(({ cause, confidence }) => cause === "dead-target" && confidence === "sure");
    const planted = [...simulation.planted.values()].filter(({ cause }) => cause === "dead-target").length;
    expect(sure.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(0.95 * planted);
  });

  test.each([8, -3.5])("that are %d hours apart are reported, and nothing is sure because of them", (hours) => {
    const simulation = simulate({ ...baseScenario, seed: 42, pods: rollOut(8), skewMs: hours * 3_600_000 });
    const report = reportOf(simulation, auditLog(simulation));
    const shift = `${hours > 0 ? "-" : "+"}${Math.abs(hours)}h`;
    expect(report.problems.filter((problem) => problem.includes(`--shift-events ${shift}`)).length).toBe(1);
    expect(groupOf(report).causes.filter(({ rule, confidence }) => rule === 4 && confidence === "sure")).toEqual([]);
  });
});

describe("what a policy would have saved", () => {
  const times = (preStopSeconds: number, graceSeconds: number) => ({
    policy: "p",
    preStopSeconds,
    graceSeconds,
    delaySeconds: 300,
  });
  const savings = (scenario: Scenario, preStop: number, grace: number) => {
    const simulation = simulate(scenario);
    const events = [...auditLog(simulation), ...controllerLog(simulation)];
    const lines = simulation.lines.map(({ text }) => text);
    return groupOf(traced({ lines, events, policies: [times(preStop, grace)] })).policies[0];
  };
  const exits: Scenario = { ...baseScenario, seed: 51, pods: rollOut(6) };

  test("is everything for a sleep above propagation and requests", () => {
    const saved = savings(exits, 20, 30);
    expect([saved?.savedIfDraining, saved?.notSaved]).toEqual([0, 0]);
    expect(simulate({ ...exits, preStopSeconds: 20 }).planted.size).toBe(0);
  });

  test("is nothing for no sleep", () => {
    expect(savings(exits, 0, 30)?.saved).toBe(0);
  });

  test("is more if the application drains, where the sleep covers propagation alone", () => {
    const slow: Scenario = { ...exits, medianMs: 1500, spread: 0.6 };
    const saved = savings(slow, 13, 60);
    expect(saved?.savedIfDraining).toBeGreaterThan(0);
    expect(saved?.notSaved).toBe(0);
  });
});
