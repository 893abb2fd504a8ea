/** What a review shows of an earlier injection: what clients leave out, what they mean, and what is theirs. */
import { describe, expect, test } from "vitest";
import { templateHistory } from "#injection/template-history.ts";
import type { Json, JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { printStep, type Step } from "#model/workloads/plan.ts";
import type { TemplateHistory } from "#model/workloads/template-history.ts";
import { deploymentOf, execSleep, injected, manifest, nativeSleep, record, texts, why } from "../support/injected-template.ts";
import { plainHistory } from "../support/plain-history.ts";

const path = ["spec", "template"];
const hook = { exec: { command: ["nginx", "-s", "quit"] } };

/** One line a step, with everything that a step says. */
function lineOf(step: Step): string {
  switch (step.set) {
    case "pre-stop":
      return `${step.container} ${step.containerName} ${step.form} ${step.seconds}`;
    case "grace-period":
      return `grace ${step.from} → ${step.seconds}`;
    case "record":
      return step.injected === record && step.why === why ? "record" : `record ${step.injected}, why ${step.why}`;
    default:
      return `${printStep(step)}`;
  }
}

const readable = ({ dropped, conflicting, injectedSleeps, ...others }: TemplateHistory) => ({
  ...others,
  dropped: dropped.map(lineOf),
  conflicting: conflicting.map(lineOf),
  injectedSleeps: [...injectedSleeps],
});
type Readable = ReturnType<typeof readable>;

const created = (object: JsonObject): Readable => readable(templateHistory(object, undefined, path));
const updated = (object: JsonObject, before: JsonObject): Readable => readable(templateHistory(object, before, path));

describe("a template that is created", () => {
  const plain = readable(plainHistory);

  test.each<[string, JsonObject, Partial<Readable>]>([
    ["from a manifest of its own", deploymentOf(manifest), {}],
    ["as a copy of an injected one", deploymentOf(injected), { sized: true, injectedSleeps: [0, 1] }],
    [
      "as a copy with sleeps in the other form",
      deploymentOf({ ...injected, hooks: { app: execSleep(40), proxy: nativeSleep(40) } }),
      { sized: true, injectedSleeps: [0, 1] },
    ],
    [
      "as a copy that lacks a sleep",
      deploymentOf({ ...injected, hooks: { app: nativeSleep(40), proxy: undefined } }),
      { injectedSleeps: [0] },
    ],
    [
      "as a copy in which a hook is null",
      deploymentOf({ ...injected, hooks: { app: nativeSleep(40), proxy: null } }),
      { injectedSleeps: [0] },
    ],
    [
      "as a copy with a hook of its own",
      deploymentOf({ ...injected, hooks: { app: nativeSleep(40), proxy: hook } }),
      { sized: true, injectedSleeps: [0] },
    ],
    [
      "as a copy with a sleep of another length",
      deploymentOf({ ...injected, hooks: { app: nativeSleep(41), proxy: nativeSleep(40) } }),
      { sized: true, injectedSleeps: [1] },
    ],
    ["as a copy without the grace period", deploymentOf({ ...injected, grace: undefined }), { injectedSleeps: [0, 1] }],
    ["as a copy with another grace period", deploymentOf({ ...injected, grace: 60 }), { sized: true, injectedSleeps: [0, 1] }],
    [
      "as a copy of one whose grace period was long enough",
      deploymentOf({
        hooks: { app: nativeSleep(40) },
        annotations: { "outlive.dev/injected": '{"version":1,"preStop":{"app":40}}' },
      }),
      { sized: true, injectedSleeps: [0] },
    ],
    ["with a record that cannot be read", deploymentOf({ ...injected, annotations: { "outlive.dev/injected": "yes" } }), {}],
    ["with a record that is no text", deploymentOf({ ...injected, annotations: { "outlive.dev/injected": { version: 1 } } }), {}],
  ])("%s", (_sentence, object, expected) => expect(created(object)).toEqual({ ...plain, ...expected }));

  test("may have containers of any shape", () => {
    const object = deploymentOf(injected);
    const spec = objectAt(object, ...path, "spec") as Record<string, Json>;
    spec["containers"] = [null, { lifecycle: {} }, { name: 7 }, { name: "app", lifecycle: { preStop: nativeSleep(40) } }];
    expect(created(object)).toEqual({ ...plain, injectedSleeps: [3] });
    spec["containers"] = { app: 1 };
    expect(created(object)).toEqual(plain);
  });
});

describe("an update of an injected template", () => {
  const before = deploymentOf(injected);
  const same: Readable = { ...readable(plainHistory), sized: true, unchanged: true, injectedSleeps: [0, 1] };
  const bothSleeps = ["0 app native 40", "1 proxy native 40"];
  const forgotten: Readable = {
    ...same,
    sized: false,
    dropped: [...bothSleeps, "grace 30 → 50", "record"],
    injectedSleeps: [],
  };

  test.each<[string, JsonObject, Readable]>([
    ["by the object as it is stored", before, same],
    ["by the manifest from before the injection drops all of it", deploymentOf(manifest), forgotten],
    [
      "by a manifest that leaves the grace period out drops all of it",
      deploymentOf({ ...manifest, grace: undefined }),
      { ...forgotten, dropped: [...bothSleeps, "grace undefined → 50", "record"] },
    ],
    [
      "by the manifest with another image is a change",
      deploymentOf({ ...manifest, image: "shop:2" }),
      { ...forgotten, unchanged: false },
    ],
    [
      "by the manifest with a grace period of its own states that",
      deploymentOf({ ...manifest, grace: 45 }),
      { ...forgotten, graceStated: "yes", unchanged: false, dropped: [...bothSleeps, "record"] },
    ],
    [
      "by the manifest with the grace period that was injected drops the sleeps",
      deploymentOf({ ...manifest, grace: 50 }),
      { ...forgotten, dropped: [...bothSleeps, "record"] },
    ],
    [
      "by the manifest with its containers in another order drops each sleep where its container is now",
      deploymentOf({ hooks: { proxy: undefined, app: undefined }, grace: 30 }),
      { ...forgotten, unchanged: false, dropped: ["0 proxy native 40", "1 app native 40", "grace 30 → 50", "record"] },
    ],
    [
      "by the manifest with one container less drops what is left to drop",
      deploymentOf({ hooks: { app: undefined }, grace: 30 }),
      { ...forgotten, unchanged: false, dropped: ["0 app native 40", "grace 30 → 50", "record"] },
    ],
    [
      "by a manifest with a hook of its own needs no second injection",
      deploymentOf({ ...manifest, hooks: { app: hook, proxy: undefined } }),
      { ...forgotten, sized: true, unchanged: false, dropped: ["1 proxy native 40", "grace 30 → 50", "record"] },
    ],
    [
      "by a manifest with the same sleep of its own may need one",
      deploymentOf({ ...manifest, hooks: { app: nativeSleep(40), proxy: undefined } }),
      { ...forgotten, dropped: ["1 proxy native 40", "grace 30 → 50", "record"] },
    ],
    [
      "that takes a sleep out",
      deploymentOf({ ...injected, hooks: { app: undefined, proxy: nativeSleep(40) } }),
      { ...same, sized: false, dropped: ["0 app native 40"], takenOut: true, injectedSleeps: [1] },
    ],
    [
      "that takes the grace period out",
      deploymentOf({ ...injected, grace: undefined }),
      { ...same, sized: false, dropped: ["grace undefined → 50"], takenOut: true },
    ],
    [
      "that writes a grace period that is no whole number of seconds states that",
      deploymentOf({ ...injected, grace: "60" }),
      { ...same, graceStated: "yes", unchanged: false },
    ],
    [
      "that puts a hook of its own in the place of a sleep",
      deploymentOf({ ...injected, hooks: { app: hook, proxy: nativeSleep(40) } }),
      { ...same, unchanged: false, injectedSleeps: [1] },
    ],
    [
      "that puts a hook of its own in the place of one sleep and takes the other out",
      deploymentOf({ ...injected, hooks: { app: hook, proxy: undefined } }),
      { ...same, sized: false, unchanged: false, dropped: ["1 proxy native 40"], takenOut: true, injectedSleeps: [] },
    ],
    [
      "that makes a sleep longer",
      deploymentOf({ ...injected, hooks: { app: nativeSleep(45), proxy: nativeSleep(40) } }),
      { ...same, unchanged: false, injectedSleeps: [1] },
    ],
    [
      "that takes the reason out",
      deploymentOf({ ...injected, annotations: { "outlive.dev/injected": record } }),
      { ...same, dropped: ["record"] },
    ],
    [
      "that takes the record out, and nothing else",
      deploymentOf({ ...injected, annotations: {} }),
      { ...same, sized: false, dropped: ["record"], injectedSleeps: [] },
    ],
    [
      "that writes a record of its own",
      deploymentOf({ ...injected, annotations: { ...texts, "outlive.dev/injected": '{"version":1,"preStop":{"app":40}}' } }),
      { ...same, dropped: ["record"], injectedSleeps: [0] },
    ],
    [
      "that adds an annotation",
      deploymentOf({ ...injected, annotations: { ...texts, team: "shop" } }),
      { ...same, unchanged: false },
    ],
    [
      "that puts the earlier grace period beside the record means it, and leaves the sleeps no room",
      deploymentOf({ ...injected, grace: 30 }),
      {
        ...same,
        graceStated: "yes",
        unchanged: false,
        conflicting: [
          "container app: no preStop sleep of 40 s",
          "container proxy: no preStop sleep of 40 s",
          'record {"version":1}, why undefined',
        ],
      },
    ],
  ])("%s", (_sentence, object, expected) => expect(updated(object, before)).toEqual(expected));

  test("that changes a label of the template is a change", () => {
    const object = structuredClone(before);
    const labels = objectAt(object, ...path, "metadata", "labels") as Record<string, Json>;
    labels["app"] = "other";
    expect(updated(object, before).unchanged).toBe(false);
  });

  test("that adds what the API server writes for nothing is no change", () => {
    const object = structuredClone(before);
    const spec = objectAt(object, ...path, "spec") as Record<string, Json>;
    Object.assign(spec, { nodeSelector: null, securityContext: {} });
    expect(updated(object, before).unchanged).toBe(true);
    spec["securityContext"] = { runAsUser: 1 };
    expect(updated(object, before).unchanged).toBe(false);
  });

  test("keeps apart what stands beside a sleep in its lifecycle", () => {
    const withStart = (object: JsonObject, command: string): JsonObject => {
      const copy = structuredClone(object);
      const [app] = objectAt(copy, ...path, "spec")["containers"] as unknown as [Record<string, Json>];
      app["lifecycle"] = { ...(app["lifecycle"] as JsonObject), postStart: { exec: { command: [command] } } };
      return copy;
    };
    const started = withStart(before, "warm-up");
    expect(updated(withStart(deploymentOf(manifest), "warm-up"), started).unchanged).toBe(true);
    expect(updated(withStart(deploymentOf(manifest), "other"), started).unchanged).toBe(false);
    expect(updated(deploymentOf(manifest), started).unchanged).toBe(false);
  });
});

describe("what was stored before", () => {
  const again = deploymentOf(manifest);
  const history = (stored: Parameters<typeof deploymentOf>[0], sent: JsonObject = again) => {
    const { graceStated, unchanged, dropped } = updated(sent, deploymentOf(stored));
    return [graceStated, unchanged, dropped];
  };

  test.each<[string, Parameters<typeof deploymentOf>[0], readonly unknown[]]>([
    ["has no injection", manifest, ["no", true, []]],
    ["has another grace period and no injection", { ...manifest, grace: 60 }, ["yes", false, []]],
    [
      "has sleeps as commands",
      { ...injected, hooks: { app: execSleep(40), proxy: execSleep(40) } },
      ["no", true, ["0 app exec 40", "1 proxy exec 40", "grace 30 → 50", "record"]],
    ],
    [
      "has one sleep of another length, which was somebody's own",
      { ...injected, hooks: { app: nativeSleep(41), proxy: nativeSleep(40) } },
      ["no", false, ["1 proxy native 40", "grace 30 → 50", "record"]],
    ],
    [
      "has another grace period, which was somebody's own",
      { ...injected, grace: 60 },
      ["yes", false, ["0 app native 40", "1 proxy native 40", "record"]],
    ],
    ["has nothing left of what its record says", { ...manifest, grace: 60, annotations: texts }, ["yes", false, []]],
    ["has the grace period alone", { ...manifest, grace: 50, annotations: texts }, ["no", true, ["grace 30 → 50", "record"]]],
    [
      "says that nothing is injected any longer",
      { ...manifest, annotations: { "outlive.dev/injected": '{"version":1}' } },
      ["no", true, ['record {"version":1}, why undefined']],
    ],
  ])("%s", (_sentence, stored, expected) => expect(history(stored)).toEqual(expected));

  const raisedFrom = (was: number | undefined): Parameters<typeof deploymentOf>[0] => ({
    ...manifest,
    grace: 50,
    annotations: {
      "outlive.dev/injected": JSON.stringify({ version: 1, gracePeriod: 50, was }),
    },
  });

  test.each<[number | undefined, number, boolean]>([
    [20, 20, true],
    [20, 30, false],
    [undefined, 30, true],
    [undefined, 20, false],
    [0, 0, true],
  ])("a grace period raised from %s, and %i is sent without the record: dropped %s", (was, sent, dropped) => {
    const {
      graceStated,
      unchanged,
      dropped: steps,
    } = updated(deploymentOf({ ...manifest, grace: sent }), deploymentOf(raisedFrom(was)));
    expect([graceStated, unchanged, steps[0]]).toEqual(
      dropped ? ["no", true, `grace ${sent} → 50`] : ["yes", false, expect.stringMatching(/^record/)],
    );
  });

  test("a grace period that the manifest states, and that is gone, is a change", () => {
    const lastApplied = JSON.stringify(deploymentOf(manifest));
    const sent = deploymentOf({
      ...injected,
      grace: undefined,
      metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": lastApplied } },
    });
    expect(history(injected, sent)).toEqual(["yes", false, []]);
  });

  test("a grace period that the manifest states is never dropped", () => {
    const lastApplied = JSON.stringify(deploymentOf(manifest));
    const sent = deploymentOf({
      ...manifest,
      metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": lastApplied } },
    });
    expect(history(injected, sent)).toEqual(["yes", false, ["0 app native 40", "1 proxy native 40", "record"]]);
  });
});
