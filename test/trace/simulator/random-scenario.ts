import { seeded } from "../../support/seeded.ts";
import { baseScenario, rollOut, type Scenario, type SimulatedPod, steady } from "./scenario.ts";

/** A run with everything at once: a roll-out, crashes, blocked and unreachable targets, races, errors, clients that leave. */
export function randomScenario(seed: number): Scenario {
  const random = seeded(seed * 7919);
  const between = (least: number, most: number): number => least + random() * (most - least);
  const chosen = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] ?? (choices[0] as T);
  const application = chosen("exits", "drains", "ignores");
  const preStopSeconds = chosen(0, 0, 3, 8, 25);
  const pods = rollOut(Math.round(between(3, 7)), { from: 150_000, every: between(12_000, 30_000) });
  const extra: readonly SimulatedPod[] = steady(3).map((pod, at) => ({
    ...pod,
    ...(at === 0 && random() < 0.5 ? { crashMs: Math.round(between(100_000, 400_000)) } : {}),
    ...(at === 1 && random() < 0.5 ? { unreachable: [260_000, 260_000 + Math.round(between(5000, 40_000))] as const } : {}),
  }));
  const blocked = random() < 0.3 ? steady(1, "10.0.9").map((pod) => ({ ...pod, name: "blocked", blocked: true })) : [];
  return {
    ...baseScenario,
    seed,
    ratePerSecond: Math.round(between(25, 60)),
    pods: [...pods, ...extra, ...blocked, ...(random() < 0.5 ? reusedAddress(pods) : [])],
    nodeLagsMs: Array.from({ length: chosen(1, 2, 3) }, () => Math.round(between(1500, 22_000))),
    controllerMs: Math.round(between(300, 3000)),
    preStopSeconds,
    graceSeconds: preStopSeconds + Math.round(between(5, 40)),
    application,
    delaySeconds: chosen(300, 300, 60, 20, 6),
    idleSeconds: chosen(60, 60, 30, 120),
    medianMs: Math.round(between(40, 1500)),
    spread: between(0.5, 1.4),
    keepAliveRaces: chosen(0, 0.0005, 0.002),
    applicationErrors: chosen(0, 0.002),
    ownAnswers: chosen(0, 0.002),
    impatient: chosen(0, 0.1),
  };
}

/** A new Pod that is given the address of the first one that ended, a minute and a half later. */
function reusedAddress([first]: readonly SimulatedPod[]): readonly SimulatedPod[] {
  if (first?.deletedMs === undefined) return [];
  const createdMs = first.deletedMs + 90_000;
  return [
    {
      ...first,
      name: "reused",
      createdMs,
      registeredMs: createdMs + 12_000,
      listeningMs: createdMs + 6000,
      deletedMs: undefined,
    },
  ];
}
