/** The steps that bring a Pod to its values. */
import { describe, expect, test } from "vitest";
import type { Settings } from "#model/settings/settings.ts";
import type { Plan } from "#model/workloads/plan.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { planFor } from "#policy/plan-for.ts";
import type { Solution } from "#policy/solve.ts";
import { amount, facts } from "../support/workload-facts.ts";

const settings = { sleepAction: "auto", injectReadinessGates: true } as const;
const solution = (sleep: number | undefined, grace: number, gates: readonly string[] = []): Solution => ({
  preStop: sleep === undefined ? undefined : amount("preStop", sleep),
  gracePeriod: amount("gracePeriod", grace),
  gates,
  remaining: [],
  beyondCeiling: undefined,
});

const sets = (plan: Plan): readonly string[] => plan.map(({ set }) => set);
const pod = (change: Partial<WorkloadFacts["workload"]> = {}): WorkloadFacts => {
  const base = facts();
  return { ...base, workload: { ...base.workload, podPath: [], ...change } };
};

describe("a plan", () => {
  test.each<[string, () => Plan, readonly string[]]>([
    [
      "sets a sleep, a grace period and the record of both",
      () => planFor(pod(), solution(40, 50), settings),
      ["pre-stop", "grace-period", "record"],
    ],
    ["sets a sleep alone", () => planFor(pod(), solution(20, 30), settings), ["pre-stop", "record"]],
    ["sets a grace period alone", () => planFor(pod(), solution(undefined, 50), settings), ["grace-period", "record"]],
    ["sets no sleep of nothing", () => planFor(pod(), solution(0, 30), settings), []],
    ["sets nothing that is there", () => planFor(facts({ sleep: 40 }), solution(undefined, 30), settings), []],
    ["of gates alone needs no record", () => planFor(pod(), solution(undefined, 30, ["a"]), settings), ["readiness-gate"]],
    ["of a template sets no gates", () => planFor(facts(), solution(undefined, 30, ["a"]), settings), []],
    [
      "sets no gates where the settings say so",
      () => planFor(pod(), solution(undefined, 30, ["a"]), { ...settings, injectReadinessGates: false }),
      [],
    ],
  ])("%s", (_sentence, plan, wanted) => {
    expect(sets(plan())).toEqual(wanted);
  });

  test.each<readonly [string, Settings["sleepAction"], boolean, boolean, string]>([
    ["by what the version has", "auto", true, false, "native"],
    ["by what the version has not", "auto", false, false, "exec"],
    ["by the setting", "exec", true, false, "exec"],
    ["by the setting, against the version", "native", false, false, "native"],
    ["natively on Windows, which has no program for it", "exec", false, true, "native"],
  ])("sleeps %s", (_sentence, sleepAction, nativeSleep, windows, form) => {
    const base = pod();
    const given = { ...base, nativeSleep, workload: { ...base.workload, podSpec: { ...base.workload.podSpec, windows } } };
    expect(planFor(given, solution(20, 30), { ...settings, sleepAction })[0]).toMatchObject({ form });
  });

  test("records only what it set, and why", () => {
    const record = (sleep: number | undefined, grace: number) =>
      planFor(pod(), solution(sleep, grace), settings).find(({ set }) => set === "record");
    expect(record(40, 50)).toMatchObject({ injected: '{"version":1,"preStop":{"app":40},"gracePeriod":50,"was":30}' });
    expect(record(undefined, 50)).toMatchObject({ injected: '{"version":1,"gracePeriod":50,"was":30}' });
    expect(record(40, 50)).toHaveProperty("why", expect.stringContaining("40"));
    expect(record(undefined, 50)).toHaveProperty("why", expect.stringContaining("50"));
  });

  const kilobytes = (count: number) => ({ podAnnotations: { filled: "x".repeat(count * 1024) } });

  test.each([
    ["in full where the annotations leave room", 200, true, true],
    ["not at all where they leave none", 256, false, false],
  ])("is recorded %s", (_sentence, size, recorded, reasoned) => {
    const step = planFor(pod(kilobytes(size)), solution(40, 50), settings).find(({ set }) => set === "record");
    expect([step !== undefined, step !== undefined && "why" in step && step.why !== undefined]).toEqual([recorded, reasoned]);
  });

  test("is recorded without its reason where only that does not fit", () => {
    const bytes = (left: number) => ({ podAnnotations: { filled: "x".repeat(256 * 1024 - "filled".length - left) } });
    const injected = '{"version":1,"preStop":{"app":40},"gracePeriod":50,"was":30}'.length + "outlive.dev/injected".length;
    const step = planFor(pod(bytes(injected)), solution(40, 50), settings).find(({ set }) => set === "record");
    expect(step).toMatchObject({ set: "record", why: undefined });
    expect(sets(planFor(pod(bytes(injected - 1)), solution(40, 50), settings))).not.toContain("record");
  });
});
