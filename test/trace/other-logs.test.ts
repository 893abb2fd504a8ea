import { describe, expect, test } from "vitest";
import type { Cause, Confidence } from "#trace/attribution/cause.ts";
import { dead, judge, share, sureAndRight } from "./judged.ts";
import { auditLog } from "./simulator/events.ts";
import { connectionLog, flowLog, healthCheckLog, nlbLog } from "./simulator/other-logs.ts";
import { baseScenario, rollOut, type Scenario, steady } from "./simulator/scenario.ts";
import { simulate } from "./simulator/simulate.ts";
import { traced } from "./simulator/traced.ts";

const linesOf = (simulation: ReturnType<typeof simulate>): readonly string[] => simulation.lines.map(({ text }) => text);

describe("health checks, without events,", () => {
  const scenarios: readonly (readonly [string, Partial<Scenario>])[] = [
    ["exits", {}],
    ["drains", { application: "drains", seed: 91 }],
    ["leave clients without patience", { impatient: 0.3, seed: 92 }],
  ];

  test.each(scenarios)("make guesses likely: %s", (_, changes) => {
    const simulation = simulate({ ...baseScenario, pods: rollOut(6), ...changes });
    const [without, with_] = [judge(simulation, []), judge(simulation, [], {}, healthCheckLog(simulation))].map((judged) =>
      judged.filter(({ planted }) => dead.has(planted)),
    );
    expect(without?.every(({ confidence }) => confidence === "guess")).toBe(true);
    expect(share(with_ ?? [], ({ found, confidence }) => dead.has(found) && confidence === "likely")).toBeGreaterThan(0.95);
  });

  test("call nothing dead where nothing ended", () => {
    const crashing = steady(4).map((pod, at) => (at === 0 ? { ...pod, crashMs: 250_000 } : pod));
    const simulation = simulate({ ...baseScenario, seed: 93, pods: crashing, keepAliveRaces: 0.002 });
    const judged = judge(simulation, [], {}, healthCheckLog(simulation));
    expect(judged.filter(({ found, confidence }) => dead.has(found) && confidence !== "guess")).toEqual([]);
    expect(sureAndRight(judged)).toBe(1);
  });

  test("tell a running target that cannot be reached by others from one that ended", () => {
    const pods = steady(4).map((pod, at) => (at === 0 ? { ...pod, unreachable: [200_000, 230_000] as const } : pod));
    const simulation = simulate({ ...baseScenario, seed: 94, pods });
    const judged = judge(simulation, [], {}, healthCheckLog(simulation));
    expect(judged.length).toBeGreaterThan(100);
    expect(share(judged, ({ found }) => found === "live-target-unreachable")).toBe(1);
  });

  test("say that a target which got requests too soon was not ready", () => {
    const late = {
      ...rollOut(1)[1],
      name: "late",
      registeredMs: 300_000,
      listeningMs: 306_000,
    } as (typeof baseScenario.pods)[number];
    const simulation = simulate({ ...baseScenario, seed: 95, pods: [...steady(3), late] });
    const judged = judge(simulation, [], {}, healthCheckLog(simulation));
    const expected: readonly [Cause, Confidence] = ["not-listening", "likely"];
    expect(judged.map(({ found, confidence }) => [found, confidence])).toEqual(judged.map(() => expected));
  });
});

test("a rejected flow makes a target that answered nobody else unreachable, not dead", () => {
  const pods = rollOut(5).map((pod, at) =>
    at === 0 ? { ...pod, deletedMs: undefined, unreachable: [150_000, 540_000] as const } : pod,
  );
  const simulation = simulate({ ...baseScenario, seed: 96, pods });
  const flows = flowLog(simulation, (pod, ms) => pod.unreachable !== undefined && ms >= 120_000);
  const unreachable = (extra: readonly string[]): number =>
    share(
      judge(simulation, [], {}, extra).filter(({ planted }) => planted === "live-target-unreachable"),
      ({ found }) => found === "live-target-unreachable",
    );
  expect(unreachable([])).toBe(0);
  expect(unreachable(flows)).toBe(1);
});

describe("the report", () => {
  const simulation = simulate({ ...baseScenario, seed: 97, pods: rollOut(4) });
  const none = { healthChecks: null, connections: null, nlbConnections: null, flows: null };

  test("is without other logs where none was given", () => {
    expect(traced({ lines: linesOf(simulation) }).otherLogs).toEqual(none);
  });

  test("counts failed TLS handshakes of both kinds of load balancers", () => {
    const lines = [...connectionLog(simulation, 200), ...nlbLog(simulation, 50)];
    expect(traced({ lines }).otherLogs).toEqual({
      ...none,
      connections: { connections: 200, failed: { ClientCertExpired: 20 } },
      nlbConnections: { connections: 50, failed: { "alert-48": 10 } },
    });
  });

  test("repeats no text of a line where a code belongs", () => {
    const [line = ""] = connectionLog(simulation, 1);
    const lines = [line.replace("ClientCertExpired", "secret@example.com"), line.replace("ClientCertExpired", "s".repeat(90))];
    expect(traced({ lines }).otherLogs.connections?.failed).toEqual({ other: 2 });
  });

  test("takes answers to clients for no packets to a Pod", () => {
    const header = "srcaddr dstaddr srcport dstport start end tcp-flags action";
    const pod = "10.0.2.10";
    const answers = [
      `10.0.9.9 ${pod} 443 51000 1795685100 1795685159 0 ACCEPT`,
      `10.0.9.9 ${pod} 8080 8080 1795685100 1795685159 18 ACCEPT`,
    ];
    const events = auditLog(simulation);
    const measuredOf = (...rows: readonly string[]) => traced({ lines: [header, ...rows], events }).otherLogs.flows?.propagation;
    expect(measuredOf(...answers)).toBe(null);
    expect(measuredOf(...answers, `10.0.9.9 ${pod} 51000 8080 1795685100 1795685159 2 ACCEPT`)?.targets).toBe(1);
  });

  test("measures by flow logs how long packets went to deleted Pods, to their minute", () => {
    const lines = [...linesOf(simulation), ...flowLog(simulation, () => false)];
    const { flows } = traced({ lines, events: auditLog(simulation) }).otherLogs;
    const truth = (simulation.scenario.controllerMs + Math.max(...simulation.scenario.nodeLagsMs)) / 1000;
    expect(flows?.propagation?.targets).toBe(4);
    expect(flows?.propagation?.longest).toBeLessThanOrEqual(truth);
    expect(flows?.propagation?.longestMost).toBeGreaterThanOrEqual(truth - 1);
    expect(flows?.propagation?.longestMost).toBeLessThanOrEqual(truth + 60);
  });
});
