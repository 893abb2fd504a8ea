import { describe, expect, test } from "vitest";
import { attributeAll } from "#trace/attribution/attribute.ts";
import type { Cause } from "#trace/attribution/cause.ts";
import { defaultGroupFacts, type GroupFacts } from "#trace/attribution/group-facts.ts";
import { groupPatterns } from "#trace/attribution/group-patterns.ts";
import { estimateSkew } from "#trace/measures/skew.ts";
import { auditLog, controllerLog } from "./simulator/events.ts";
import { baseScenario, rollOut, type Scenario, steady } from "./simulator/scenario.ts";
import { type Simulation, simulate } from "./simulator/simulate.ts";
import { requestLog } from "./simulator/traced.ts";

interface Judged {
  readonly planted: Cause;
  readonly found: Cause;
  readonly confidence: "sure" | "likely" | "guess";
}

function judge(simulation: Simulation, events: readonly string[], facts: Partial<GroupFacts> = {}): readonly Judged[] {
  const log = requestLog({ lines: simulation.lines.map(({ text }) => text), events });
  const patterns = groupPatterns(log);
  const [firstPattern] = patterns;
  if (firstPattern === undefined) throw new Error("no group");
  const context = {
    log,
    skewMs: estimateSkew(log).ms,
    factsOf: () => ({ ...defaultGroupFacts, delayMs: simulation.scenario.delaySeconds * 1000, ...facts }),
    patternsOf: (group: number) => patterns[group] ?? firstPattern,
  };
  const judged = [...attributeAll(context)].map(({ given, rule, confidence }) => ({
    planted: simulation.planted.get(given.failure.createdMs)?.cause ?? "unknown",
    found: rule.cause,
    confidence,
  }));
  expect(judged.length).toBe([...simulation.planted.values()].length);
  return judged;
}

const dead: ReadonlySet<Cause> = new Set(["dead-target", "closed-at-sigterm"]);
const inferred: ReadonlySet<Cause> = new Set(["dead-target", "closed-at-sigterm", "dead-target-inferred"]);

const share = (judged: readonly Judged[], of: (each: Judged) => boolean): number =>
  judged.length === 0 ? 1 : judged.filter(of).length / judged.length;

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

describe("causes are found in the logs of simulated runs", () => {
  test.each(all)("%s, with events", (_, scenario, facts) => {
    const simulation = simulate(scenario);
    const judged = judge(simulation, [...auditLog(simulation), ...controllerLog(simulation)], {
      idleTimeoutMs: scenario.idleSeconds * 1000,
      idleTimeoutFrom: "stated",
      ...facts,
    });
    const sure = judged.filter(({ confidence }) => confidence === "sure");
    expect(share(sure, ({ planted, found }) => planted === found)).toBeGreaterThanOrEqual(0.99);
    expect(
      share(
        judged.filter(({ planted }) => dead.has(planted)),
        ({ found }) => dead.has(found),
      ),
    ).toBeGreaterThanOrEqual(0.99);
  });

  test.each(all)("%s, by the log alone", (_, scenario) => {
    const simulation = simulate(scenario);
    const judged = judge(simulation, []);
    const sure = judged.filter(({ confidence }) => confidence === "sure");
    expect(share(sure, ({ planted, found }) => planted === found)).toBeGreaterThanOrEqual(0.99);
    const planted = judged.filter((each) => dead.has(each.planted));
    expect(share(planted, ({ found }) => inferred.has(found))).toBeGreaterThanOrEqual(0.9);
    expect(planted.filter(({ confidence }) => confidence !== "guess")).toEqual([]);
  });
});
