import { describe, expect, test } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import type { PreStop } from "#model/workloads/pre-stop.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { hookContinues } from "#policy/hook-continues.ts";
import { planFor } from "#policy/plan-for.ts";
import { amount, facts, shopRef } from "../support/workload-facts.ts";

const hooked = (...hooks: readonly PreStop[]): WorkloadFacts => {
  const base = facts({ sleep: 10, grace: 60 });
  const containers = hooks.flatMap((preStop, index) =>
    base.workload.podSpec.containers.map((each) => ({ ...each, name: `c${index}`, preStop })),
  );
  const podSpec = { ...base.workload.podSpec, containers };
  const all = hooks.map((_, index) => index);
  return { ...base, counted: all, serving: all, workload: { ...base.workload, podSpec } };
};
const sleep = (at: number, more: object = {}): PreStop => ({ kind: "sleep", form: "native", seconds: seconds(at), ...more });

describe("a hook that continues after its sleep", () => {
  const found = (given: WorkloadFacts, preStop: number | undefined, grace = 60) =>
    hookContinues(given, {
      preStop: preStop === undefined ? undefined : amount("preStop", preStop),
      gracePeriod: amount("gracePeriod", grace),
    });

  test("is named with what is left of the grace period", () => {
    expect(found(hooked({ kind: "none" }, sleep(10, { followedBy: "nginx -s quit" })), 20)).toEqual([
      {
        rule: "hook-continues",
        severity: "warning",
        subject: shopRef,
        path: "spec.template.spec.containers[1].lifecycle.preStop",
        actual: 40,
        required: undefined,
        because: [amount("gracePeriod", 60)],
        details: { container: "c1", followedBy: "nginx -s quit" },
      },
    ]);
  });

  test.each([
    ["its own sleep where that is longer", () => found(hooked(sleep(30, { followedBy: "x" })), 20), [30]],
    ["its own sleep where nothing else is known", () => found(hooked(sleep(30, { followedBy: "x" })), undefined), [30]],
    ["nothing where the sleep takes it all", () => found(hooked(sleep(70, { followedBy: "x" })), undefined), [0]],
    ["all of several", () => found(hooked(sleep(30, { followedBy: "x" }), sleep(40, { followedBy: "y" })), undefined), [30, 20]],
  ])("leaves the rest of %s", (_sentence, findings, actual) => {
    expect(findings().map((finding) => finding.actual)).toEqual(actual);
  });

  test("names the program that is known to wait", () => {
    const [finding] = found(hooked(sleep(10, { followedBy: "/wait-shutdown", waiter: "ingress-nginx" })), 20);
    expect(finding?.details["followedBy"]).toBe("/wait-shutdown of ingress-nginx");
  });

  test.each([
    ["a pure sleep", hooked(sleep(10))],
    ["no hook", hooked({ kind: "none" })],
    ["another hook", hooked({ kind: "other", handler: "httpGet" })],
    ["a container that does not serve", { ...hooked(sleep(10, { followedBy: "x" })), serving: [] }],
    ["a container that is not there", { ...hooked(sleep(10, { followedBy: "x" })), serving: [7] }],
  ])("is none for %s", (_sentence, given) => {
    expect(found(given, 20)).toEqual([]);
  });
});

describe("which hooks get a sleep", () => {
  const solution = {
    preStop: amount("preStop", 20),
    gracePeriod: amount("gracePeriod", 30),
    gates: [],
    remaining: [],
    beyondCeiling: undefined,
  };
  const set = (given: WorkloadFacts) =>
    planFor(given, solution, { sleepAction: "auto", injectReadinessGates: true }).flatMap((step) =>
      step.set === "pre-stop" ? [[step.container, step.containerName, step.seconds]] : [],
    );

  test.each([
    ["none at all", hooked({ kind: "none" }), [[0, "c0", 20]]],
    ["a shorter sleep", hooked(sleep(19)), [[0, "c0", 20]]],
    ["not a sleep that is long enough", hooked(sleep(20)), []],
    ["not a longer one", hooked(sleep(21)), []],
    ["not another hook", hooked({ kind: "other", handler: "httpGet" }), []],
    [
      "those that need it of several",
      hooked(sleep(30), { kind: "none" }, sleep(5)),
      [
        [1, "c1", 20],
        [2, "c2", 20],
      ],
    ],
    ["not a container that does not count", { ...hooked({ kind: "none" }), counted: [] }, []],
    ["not a container that is not there", { ...hooked({ kind: "none" }), counted: [7] }, []],
  ])("%s", (_sentence, given, wanted) => {
    expect(set(given)).toEqual(wanted);
  });
});
