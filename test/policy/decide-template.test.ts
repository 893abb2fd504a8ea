/** What becomes of a template: see the table beside the function. */
import { expect, test } from "vitest";
import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Plan } from "#model/workloads/plan.ts";
import type { TemplateHistory } from "#model/workloads/template-history.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { concernsTemplate, decideTemplate } from "#policy/decide-template.ts";
import { plainHistory } from "../support/plain-history.ts";
import { facts, shopRef } from "../support/workload-facts.ts";

const sleep = (at: number): Plan => [
  { set: "pre-stop", container: 0, containerName: "app", seconds: seconds(at), form: "native" },
  { set: "grace-period", seconds: seconds(at + 10), from: undefined },
];
const sized = { kind: "admit", plan: sleep(40), findings: [], remaining: [] } as const;
const ours = sleep(35);
const wrong = sleep(1);

const history = (change: Partial<TemplateHistory>): TemplateHistory => ({ ...plainHistory, ...change });

const bare = facts().workload;
const sleeping = facts({ sleep: 10 }).workload;
const withOwnSleep = {
  ...sleeping,
  podSpec: {
    ...sleeping.podSpec,
    containers: sleeping.podSpec.containers.map((each) => ({
      ...each,
      preStop: { kind: "sleep", form: "native", seconds: seconds(10) } as const,
    })),
  },
};

test.each<readonly [string, Workload, Partial<TemplateHistory>, Plan]>([
  ["is sized where nothing is in the way", bare, {}, sized.plan],
  ["stays where its manifest states the grace period", bare, { graceStated: "yes" }, []],
  ["stays where its own part is unchanged", bare, { unchanged: true }, []],
  ["stays where it was sized before", bare, { sized: true }, []],
  ["stays where its own sleep would be raised", withOwnSleep, {}, []],
  ["is sized where that sleep is ours", withOwnSleep, { injectedSleeps: new Set([0]) }, sized.plan],
  ["gets back what an update drops", bare, { unchanged: true, dropped: ours }, ours],
  [
    "gets back what an update drops before anything is taken out",
    bare,
    { unchanged: true, dropped: ours, conflicting: wrong },
    ours,
  ],
  ["gets nothing back where something else was changed, too", bare, { dropped: ours }, sized.plan],
  ["loses what the API server would refuse", bare, { conflicting: wrong }, wrong],
])("a template %s", (_sentence, workload, change, plan) => {
  expect(decideTemplate(sized, workload, history(change), { patchTemplates: true }).plan).toEqual(plan);
});

test("a template stays where templates are not to be patched", () => {
  expect(decideTemplate(sized, bare, history({}), { patchTemplates: false }).plan).toEqual([]);
});

test.each<readonly [string, Partial<TemplateHistory>, boolean]>([
  ["what an update drops", { unchanged: true, dropped: ours }, true],
  ["what the API server would refuse", { conflicting: wrong }, true],
  ["nothing else", { unchanged: true }, false],
  ["nothing that was changed on purpose", { dropped: ours }, false],
])("an earlier injection requires %s", (_sentence, change, concerned) => {
  expect(concernsTemplate(history(change))).toBe(concerned);
});

test("whoever takes a sleep out reads that it comes back", () => {
  const earlier = { rule: "hook-continues" } as Finding;
  const restored = (takenOut: boolean) =>
    decideTemplate({ ...sized, remaining: [earlier] }, bare, history({ unchanged: true, dropped: ours, takenOut }), {
      patchTemplates: true,
    });
  expect(restored(false).remaining).toEqual([earlier]);
  expect(restored(true).remaining).toEqual([
    earlier,
    {
      rule: "injected-sleep-restored",
      severity: "warning",
      subject: shopRef,
      path: "spec.template.spec.containers[0].lifecycle.preStop",
      actual: undefined,
      required: 35,
      because: [],
      details: { container: "app" },
    },
  ]);
});
