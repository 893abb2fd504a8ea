import { describe, expect, test } from "vitest";
import type { GroupFacts } from "#trace/attribution/group-facts.ts";
import { dead, deadOrInferred, judge, share, sureAndRight } from "./judged.ts";
import { auditLog, controllerLog } from "./simulator/events.ts";
import { randomScenario } from "./simulator/random-scenario.ts";
import { baseScenario, rollOut, type Scenario, steady } from "./simulator/scenario.ts";
import { simulate } from "./simulator/simulate.ts";
import { traced } from "./simulator/traced.ts";

const all: readonly (readonly [name: string, scenario: Scenario, facts: Partial<GroupFacts>])[] = (
  [
    ["exits", { ...baseScenario, pods: rollOut(6) }],
    ["drains", { ...baseScenario, seed: 2, pods: rollOut(6), application: "drains" }],
    [
      "ignores",
      { ...baseScenario, seed: 3, pods: rollOut(6), application: "ignores", graceSeconds: 10, medianMs: 900, spread: 1.2 },
    ],
    ["sleeps too short", { ...baseScenario, seed: 4, pods: rollOut(6), preStopSeconds: 5, graceSeconds: 30 }],
    [
      "delay cuts",
      {
        ...baseScenario,
        seed: 5,
        pods: rollOut(6),
        delaySeconds: 4,
        preStopSeconds: 60,
        graceSeconds: 90,
        medianMs: 2500,
        spread: 0.8,
      },
    ],
    ["idle timeout", { ...baseScenario, seed: 6, pods: steady(4), idleSeconds: 20, medianMs: 4000, spread: 0.9 }],
    ["races", { ...baseScenario, seed: 7, pods: steady(4), keepAliveRaces: 0.004 }, { keepAliveMs: 5000 }],
    [
      "application errors and own answers",
      { ...baseScenario, seed: 8, pods: steady(4), applicationErrors: 0.01, ownAnswers: 0.01 },
    ],
    ["impatient clients", { ...baseScenario, seed: 9, pods: rollOut(6), impatient: 0.3 }],
    [
      "crash",
      {
        ...baseScenario,
        seed: 10,
        pods: steady(5).map((pod, at) => (at < 2 ? { ...pod, crashMs: 200_000 + at * 90_500 } : pod)),
        medianMs: 600,
      },
    ],
    [
      "20 streams of one connection",
      {
        ...baseScenario,
        seed: 13,
        pods: steady(4).map((pod, at) => (at === 0 ? { ...pod, crashMs: 250_250, streams: 20 } : pod)),
      },
    ],
    [
      "an address that is used again",
      {
        ...baseScenario,
        seed: 14,
        pods: rollOut(4, { from: 120_000 }).flatMap((pod) =>
          pod.deletedMs === undefined
            ? [pod]
            : [
                pod,
                {
                  ...pod,
                  name: `${pod.name}-again`,
                  createdMs: pod.deletedMs + 60_000,
                  registeredMs: pod.deletedMs + 75_000,
                  listeningMs: pod.deletedMs + 65_000,
                  deletedMs: undefined,
                },
              ],
        ),
      },
    ],
    [
      "blocked, unreachable, starting",
      {
        ...baseScenario,
        seed: 11,
        pods: [
          ...steady(4).map((pod, at) => (at === 0 ? { ...pod, unreachable: [200_000, 230_000] as const } : pod)),
          ...steady(1, "10.0.9").map((pod) => ({ ...pod, name: "blocked", blocked: true })),
          ...steady(1, "10.0.8").map((pod) => ({
            ...pod,
            name: "late",
            createdMs: 290_000,
            registeredMs: 300_000,
            listeningMs: 306_000,
          })),
        ],
      },
    ],
    [
      "no target",
      {
        ...baseScenario,
        seed: 12,
        pods: [
          ...rollOut(1, { from: 100_000 }).map((pod, at) =>
            at === 1 ? { ...pod, createdMs: 150_000, registeredMs: 170_000, listeningMs: 160_000 } : pod,
          ),
        ],
      },
    ],
  ] as readonly (readonly [string, Scenario, Partial<GroupFacts>?])[]
).map(([name, scenario, facts = {}]) => [name, scenario, facts] as const);

describe("causes are found in the logs of simulated runs:", () => {
  test.each(all)("%s, with events", (_, scenario, facts) => {
    const simulation = simulate(scenario);
    const judged = judge(simulation, [...auditLog(simulation), ...controllerLog(simulation)], {
      idleTimeoutMs: scenario.idleSeconds * 1000,
      idleTimeoutFrom: "stated",
      ...facts,
    });
    expect(sureAndRight(judged)).toBeGreaterThanOrEqual(0.99);
    expect(share(judged, ({ planted, found }) => planted === found)).toBeGreaterThanOrEqual(0.95);
    const planted = judged.filter((each) => dead.has(each.planted));
    expect(share(planted, ({ found }) => dead.has(found))).toBeGreaterThanOrEqual(0.99);
  });

  test.each(all)("%s, by the log alone", (_, scenario) => {
    const simulation = simulate(scenario);
    const judged = judge(simulation, []);
    expect(sureAndRight(judged)).toBeGreaterThanOrEqual(0.99);
    const planted = judged.filter((each) => dead.has(each.planted));
    expect(share(planted, ({ found }) => deadOrInferred.has(found))).toBeGreaterThanOrEqual(0.9);
    expect(planted.filter(({ confidence }) => confidence !== "guess")).toEqual([]);
  });
});

describe("everything at once, with numbers that nobody has chosen:", () => {
  const seeds = [1, 2, 3, 4, 5, 6];

  test.each(seeds)("run %d with events", (seed) => {
    const simulation = simulate(randomScenario(seed));
    const judged = judge(simulation, [...auditLog(simulation), ...controllerLog(simulation)], {
      idleTimeoutMs: simulation.scenario.idleSeconds * 1000,
      idleTimeoutFrom: "stated",
    });
    expect(sureAndRight(judged)).toBeGreaterThanOrEqual(0.99);
    const planted = judged.filter((each) => dead.has(each.planted));
    expect(share(planted, ({ found }) => dead.has(found) || found === "client-left")).toBeGreaterThanOrEqual(0.99);
    expect(share(planted, ({ confidence }) => confidence === "sure")).toBeGreaterThanOrEqual(0.95);
  });

  test.each(seeds)("run %d by the log alone", (seed) => {
    const judged = judge(simulate(randomScenario(seed)), []);
    expect(sureAndRight(judged)).toBeGreaterThanOrEqual(0.99);
    const planted = judged.filter((each) => dead.has(each.planted));
    expect(share(planted, ({ found }) => deadOrInferred.has(found))).toBeGreaterThanOrEqual(0.9);
  });
});

test.each([steady(4), steady(4).map((pod, at) => (at === 0 ? { ...pod, unreachable: [200_000, 260_000] as const } : pod))])(
  "where nothing ended, nothing is taken for dead",
  (...pods) => {
    const simulation = simulate({ ...baseScenario, seed: 61, pods, keepAliveRaces: 0.002, applicationErrors: 0.01 });
    for (const events of [[], [...auditLog(simulation), ...controllerLog(simulation)]]) {
      expect(judge(simulation, events).filter(({ found }) => deadOrInferred.has(found))).toEqual([]);
    }
  },
);

test.each([false, true])(
  "with the controller's log alone, cut requests are likely those of an application that exits (others under way: %s)",
  (busy) => {
    const scenario: Scenario = { ...baseScenario, seed: 71, pods: rollOut(6), medianMs: busy ? 900 : 120, preStopSeconds: 5 };
    const simulation = simulate(scenario);
    const cut = judge(simulation, controllerLog(simulation)).filter(({ planted }) => planted === "exited-with-requests");
    expect(cut.length).toBeGreaterThan(3);
    expect(share(cut, ({ found, confidence }) => found === "exited-with-requests" && confidence === "likely")).toBeGreaterThan(
      0.95,
    );
  },
);

test("with the controller's log alone, a new Pod at the same address does not make the old one's losses another cause's", () => {
  const found = all.find(([name]) => name === "an address that is used again");
  if (found === undefined) throw new Error("no such scenario");
  const simulation = simulate(found[1]);
  const planted = judge(simulation, controllerLog(simulation)).filter((each) => dead.has(each.planted));
  expect(planted.length).toBeGreaterThan(100);
  // Those that came between the end of the Pod and its deregistration are no more than guesses.
  expect(share(planted, (each) => dead.has(each.found) && each.confidence === "likely")).toBeGreaterThan(0.85);
  expect(planted.filter((each) => !deadOrInferred.has(each.found))).toEqual([]);
});

test("requests that one connection carried are one incident", () => {
  const pods = steady(4).map((pod, at) => (at === 0 ? { ...pod, crashMs: 250_250, streams: 20 } : pod));
  const simulation = simulate({ ...baseScenario, seed: 13, pods });
  const { groups } = traced({ lines: simulation.lines.map(({ text }) => text), events: auditLog(simulation) });
  const crash = groups.flatMap(({ causes }) => causes).find(({ cause }) => cause === "crash");
  expect(crash?.count).toBeGreaterThanOrEqual(20);
  expect(crash?.incidents).toBe(1);
});

test("of targets that are nodes, nothing that depends on the end of a Pod is sure", () => {
  const pods = rollOut(6).map((pod, at) => ({ ...pod, node: `10.0.1.${1 + (at % 3)}` }));
  const simulation = simulate({ ...baseScenario, seed: 15, pods });
  const judged = judge(simulation, [...auditLog(simulation), ...controllerLog(simulation)], { instanceTargets: true });
  expect(judged.length).toBeGreaterThan(50);
  expect(judged.filter(({ confidence, found }) => confidence === "sure" && found !== "no-target")).toEqual([]);
});

test("a crash for which the controller deregisters the target is no SIGTERM", () => {
  const pods = steady(4).map((pod, at) => (at === 0 ? { ...pod, crashMs: 250_500 } : pod));
  const simulation = simulate({ ...baseScenario, seed: 16, pods, ratePerSecond: 80 });
  const [line = ""] = controllerLog({ ...simulation, scenario: { ...simulation.scenario, pods: rollOut(1) } }).slice(-1);
  const deregistered = { ...JSON.parse(line), ts: (simulation.scenario.startMs + 251_300) / 1000, msg: "deRegistering targets" };
  const named = JSON.stringify({ ...deregistered, targets: [{ Id: pods[0]?.address, Port: 8080 }] });
  const judged = judge(simulation, [...auditLog(simulation), named]).filter(({ planted }) => planted === "not-listening");
  expect(judged.length).toBeGreaterThan(20);
  expect(judged.filter(({ found }) => found !== "not-listening")).toEqual([]);
});
