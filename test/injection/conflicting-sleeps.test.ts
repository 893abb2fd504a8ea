/** Sleeps of an earlier injection that the API server would refuse beside what a template states by now. */
import { expect, test } from "vitest";
import { conflictingSleeps } from "#injection/conflicting-sleeps.ts";
import { injectedValues } from "#injection/injected-values.ts";
import type { Json, JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { type Plan, printStep } from "#model/workloads/plan.ts";
import { deploymentOf, execSleep, injected, nativeSleep, why } from "../support/injected-template.ts";

const quit = { exec: { command: ["nginx", "-s", "quit"] } };
const hooks = (app: Json | undefined, proxy: Json | undefined) => ({ app, proxy });
const ours = (app: number, proxy: number, others: JsonObject = {}): JsonObject => ({
  "outlive.dev/injected": JSON.stringify({ version: 1, preStop: { app, proxy }, ...others }),
  "outlive.dev/why": why,
});

const readable = (plan: Plan): readonly string[] =>
  plan.map((step) =>
    step.set === "record" ? `record ${step.injected}${step.why === why ? ", why as before" : ""}` : `${printStep(step)}`,
  );

const [noApp, noProxy] = ["container app: no preStop sleep of 40 s", "container proxy: no preStop sleep of 40 s"];

test.each<[string, Parameters<typeof deploymentOf>[0], readonly string[]]>([
  ["nothing of what was injected", injected, []],
  ["nothing where the grace period is as long as the sleep", { ...injected, grace: 40 }, []],
  ["nothing where nobody states a grace period", { ...injected, grace: undefined }, []],
  ["nothing where the grace period is no number", { ...injected, grace: "30" }, []],
  [
    "a sleep beside a second handler, and the rest stays on record",
    { ...injected, hooks: hooks({ ...nativeSleep(40), ...quit }, nativeSleep(40)) },
    [noApp, 'record {"version":1,"preStop":{"proxy":40},"gracePeriod":50,"was":30}, why as before'],
  ],
  [
    "sleeps beside second handlers, and a raised grace period stays on record",
    { ...injected, hooks: hooks({ ...nativeSleep(40), ...quit }, { ...nativeSleep(40), ...quit }) },
    [noApp, noProxy, 'record {"version":1,"gracePeriod":50,"was":30}, why as before'],
  ],
  [
    "sleeps that are longer than the grace period of the manifest; an empty record shows that they were there",
    { ...injected, grace: 30 },
    [noApp, noProxy, 'record {"version":1}'],
  ],
  [
    "sleeps that are longer than a grace period that is new, which no record has to show",
    { ...injected, grace: 39 },
    [noApp, noProxy, "record undefined"],
  ],
  [
    "the longer of two sleeps",
    { ...injected, grace: 40, hooks: hooks(nativeSleep(30), nativeSleep(60)), annotations: ours(30, 60) },
    ["container proxy: no preStop sleep of 60 s", 'record {"version":1,"preStop":{"app":30}}, why as before'],
  ],
  [
    "a sleep beside one that somebody took out, of which the record says nothing any longer",
    { ...injected, grace: 30, hooks: hooks(nativeSleep(40), undefined) },
    [noApp, 'record {"version":1}'],
  ],
  [
    "sleeps of an injection that raised no grace period",
    { ...injected, grace: 30, annotations: ours(40, 40) },
    [noApp, noProxy, "record undefined"],
  ],
  [
    "sleeps beside the default grace period, where the manifest left it out",
    { ...injected, grace: 30, annotations: ours(40, 40, { gracePeriod: 50 }) },
    [noApp, noProxy, 'record {"version":1}'],
  ],
  [
    "sleeps beside the default grace period, where the manifest had another one",
    { ...injected, grace: 30, annotations: ours(40, 40, { gracePeriod: 50, was: 20 }) },
    [noApp, noProxy, "record undefined"],
  ],
  [
    "sleeps beside the grace period that the manifest had, which is not the default",
    { ...injected, grace: 20, annotations: ours(40, 40, { gracePeriod: 50, was: 20 }) },
    [noApp, noProxy, 'record {"version":1}'],
  ],
  ["no sleep that is another one", { ...injected, grace: 30, hooks: hooks(nativeSleep(41), nativeSleep(39)) }, []],
  ["no sleep as a command, which may be longer", { ...injected, grace: 30, hooks: hooks(execSleep(40), quit) }, []],
  ["no hook of another shape", { ...injected, grace: 30, hooks: hooks([], { sleep: [], exec: {} }) }, []],
  ["no sleep of a container that the record leaves out", { ...injected, grace: 30, hooks: { other: nativeSleep(40) } }, []],
])("taken out is %s", (_sentence, written, expected) => {
  const template = objectAt(deploymentOf(written), "spec", "template");
  const values = injectedValues(template);
  if (values === undefined) throw new Error("no record");
  expect(readable(conflictingSleeps(template, values))).toEqual(expected);
});
