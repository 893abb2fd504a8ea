import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patchFor } from "#injection/json-patch.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import type { Plan } from "#model/workloads/plan.ts";
import { applied } from "../support/apply-patch.ts";

const sleep = (container: number, value: number, form: "native" | "exec" = "native"): Plan => [
  { set: "pre-stop", container, containerName: `c${container}`, seconds: seconds(value), form },
];
const grace = (value: number): Plan => [{ set: "grace-period", seconds: seconds(value), from: seconds(30) }];
const gate = (name: string): Plan => [{ set: "readiness-gate", gate: name }];
const noSleep: Plan = [{ set: "no-pre-stop", container: 0, containerName: "c0", seconds: seconds(40) }];
const record = (injected: string | undefined, why?: string): Plan => [{ set: "record", injected, why }];

const pod = (spec: JsonObject, metadata: JsonObject = { name: "shop" }): JsonObject => ({ metadata, spec });
const nativeSleep = (value: number) => ({ sleep: { seconds: value } });

type Operations = readonly (readonly [op: string, path: string, value?: unknown])[];

const cases: readonly (readonly [string, JsonObject, Plan, Operations])[] = [
  ["nothing for nothing", pod({ containers: [{}] }), [], []],
  [
    "a sleep is added from the first parent that is missing",
    pod({ containers: [{ name: "app" }] }),
    sleep(0, 40),
    [["add", "/spec/containers/0/lifecycle", { preStop: nativeSleep(40) }]],
  ],
  [
    "a postStart hook beside it stays",
    pod({ containers: [{ lifecycle: { postStart: { exec: { command: ["a"] } } } }] }),
    sleep(0, 40),
    [["add", "/spec/containers/0/lifecycle/preStop", nativeSleep(40)]],
  ],
  [
    "null is as good as absent",
    pod({ containers: [{ lifecycle: null }] }),
    sleep(0, 40),
    [["add", "/spec/containers/0/lifecycle", { preStop: nativeSleep(40) }]],
  ],
  [
    "of a native sleep only the number is replaced",
    pod({ containers: [{ lifecycle: { preStop: nativeSleep(5) } }] }),
    sleep(0, 40),
    [["replace", "/spec/containers/0/lifecycle/preStop/sleep/seconds", 40]],
  ],
  [
    "of a sleep command only the word is replaced",
    pod({ containers: [{ lifecycle: { preStop: { exec: { command: ["sleep", "5"] } } } }] }),
    sleep(0, 40),
    [["replace", "/spec/containers/0/lifecycle/preStop/exec/command/1", "40"]],
  ],
  [
    "of a shell's script only the script is replaced",
    pod({ containers: [{ lifecycle: { preStop: { exec: { command: ["sh", "-c", "sleep 5"] } } } }] }),
    sleep(0, 40),
    [["replace", "/spec/containers/0/lifecycle/preStop/exec/command/2", "sleep 40"]],
  ],
  [
    "of a sleep command of several terms all is replaced at once",
    pod({ containers: [{ lifecycle: { preStop: { exec: { command: ["sleep", "1m", "30s"] } } } }] }),
    sleep(0, 120),
    [["replace", "/spec/containers/0/lifecycle/preStop", { exec: { command: ["sleep", "120"] } }]],
  ],
  [
    "what is there already is not written again",
    pod({ containers: [{ lifecycle: { preStop: nativeSleep(40) } }] }),
    sleep(0, 40),
    [],
  ],
  [
    "a grace period is replaced",
    pod({ terminationGracePeriodSeconds: 30 }),
    grace(50),
    [["replace", "/spec/terminationGracePeriodSeconds", 50]],
  ],
  ["or added", pod({}), grace(50), [["add", "/spec/terminationGracePeriodSeconds", 50]]],
  ["a first gate makes the list", pod({}), gate("a/b"), [["add", "/spec/readinessGates", [{ conditionType: "a/b" }]]]],
  [
    "a further gate goes to its end",
    pod({ readinessGates: [{ conditionType: "x" }] }),
    gate("a/b"),
    [["add", "/spec/readinessGates/-", { conditionType: "a/b" }]],
  ],
  [
    "a list of gates that is null is made anew",
    pod({ readinessGates: null }),
    gate("a/b"),
    [["add", "/spec/readinessGates", [{ conditionType: "a/b" }]]],
  ],
  [
    "two gates are one list and one entry",
    pod({}),
    [...gate("a"), ...gate("b")],
    [
      ["add", "/spec/readinessGates", [{ conditionType: "a" }]],
      ["add", "/spec/readinessGates/-", { conditionType: "b" }],
    ],
  ],
  ["a record makes the annotations", pod({}), record("{}"), [["add", "/metadata/annotations", { "outlive.dev/injected": "{}" }]]],
  [
    "a record and its reason are one map and one entry",
    pod({}),
    record("{}", "so"),
    [
      ["add", "/metadata/annotations", { "outlive.dev/injected": "{}" }],
      ["add", "/metadata/annotations/outlive.dev~1why", "so"],
    ],
  ],
  [
    "a record without text is taken away",
    pod({}, { annotations: { "outlive.dev/injected": "{}", a: "b" } }),
    record(undefined),
    [["remove", "/metadata/annotations/outlive.dev~1injected"]],
  ],
  [
    "a sleep that goes takes an empty lifecycle with it",
    pod({ containers: [{ lifecycle: { preStop: nativeSleep(40) } }] }),
    noSleep,
    [["remove", "/spec/containers/0/lifecycle"]],
  ],
  [
    "a sleep that goes leaves a postStart hook",
    pod({ containers: [{ lifecycle: { preStop: nativeSleep(40), postStart: {} } }] }),
    noSleep,
    [["remove", "/spec/containers/0/lifecycle/preStop"]],
  ],
  [
    "a sleep that goes leaves a handler beside it",
    pod({ containers: [{ lifecycle: { preStop: { ...nativeSleep(40), exec: {} } } }] }),
    noSleep,
    [["remove", "/spec/containers/0/lifecycle/preStop/sleep"]],
  ],
  ["a lifecycle that is a list is left alone", pod({ containers: [{ lifecycle: [] }] }), sleep(0, 40), []],
  ["a container that is none is left alone", pod({ containers: [null, "x"] }), [...sleep(0, 40), ...sleep(1, 40)], []],
  ["no list of containers is made", pod({}), sleep(0, 40), []],
  ["gates that are no list are left alone", pod({ readinessGates: {} }), gate("a/b"), []],
  ["annotations that are no map are left alone", pod({}, { annotations: [] }), record("{}", "so"), []],
  [
    "a record beside others escapes its key",
    pod({}, { annotations: { a: "b" } }),
    record("{}"),
    [["add", "/metadata/annotations/outlive.dev~1injected", "{}"]],
  ],
];

describe("the patch for a plan", () => {
  test.each(cases)("%s", (_name, object, plan, operations) => {
    expect(patchFor(structuredClone(object), [], plan)).toEqual(
      operations.map(([op, path, value]) => ({ op, path, ...(value === undefined ? {} : { value }) })),
    );
  });

  test("goes to the template where that holds the Pod", () => {
    const [operation] = patchFor({ spec: { template: { spec: {} } } }, ["spec", "template"], grace(50));
    expect(operation?.path).toBe("/spec/template/spec/terminationGracePeriodSeconds");
  });

  test("does nothing the second time", () => {
    const plan = [...sleep(0, 40), ...grace(50), ...record("{}")];
    const object = pod({ containers: [{ name: "app" }], terminationGracePeriodSeconds: 30 });
    const patched = applied(object, patchFor(structuredClone(object), [], plan)) as JsonObject;
    expect(patchFor(structuredClone(patched), [], plan)).toEqual([]);
  });

  test("applies to whatever is there, and does nothing the second time", () => {
    const word = fc.constantFrom(
      "spec",
      "metadata",
      "containers",
      "lifecycle",
      "preStop",
      "sleep",
      "exec",
      "command",
      "annotations",
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "medium" },
        fc.constantFrom(null, 1, "x", true, [], {}),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(word, fc.constantFrom("__proto__", "constructor")), tie("tree"), { maxKeys: 4 }),
      ),
    }));
    const plan = [...noSleep, ...sleep(0, 40), ...sleep(1, 40, "exec"), ...grace(50), ...gate("a"), ...record("{}", "so")];
    const steps = fc.subarray(plan);
    const specified = fc.record({ metadata: tree, spec: fc.oneof(tree, fc.record({ containers: fc.array(tree) })) });
    fc.assert(
      fc.property(fc.oneof(specified, fc.dictionary(word, tree)), steps, (given, chosen) => {
        const object = JSON.parse(JSON.stringify(given)) as JsonObject;
        const patched = applied(object, patchFor(structuredClone(object), [], chosen)) as JsonObject;
        // A gate is added as often as it is planned: that it is there already is decided before.
        const again = chosen.filter(({ set }) => set !== "readiness-gate" && set !== "no-pre-stop");
        const once = applied(patched, patchFor(structuredClone(patched), [], again)) as JsonObject;
        expect(patchFor(structuredClone(once), [], again)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("leaves everything else as it was, whatever stands there", () => {
    const anything = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    fc.assert(
      fc.property(anything, anything, (spec, container) => {
        const { lifecycle: _hook, ...plain } = container;
        const { readinessGates: _gates, ...rest } = spec;
        const object = pod({ ...(rest as JsonObject), containers: [plain as JsonObject], terminationGracePeriodSeconds: 30 });
        const patched = applied(object, patchFor(structuredClone(object), [], [...sleep(0, 40), ...grace(50)]));
        expect(patched).toEqual(
          pod({
            ...(rest as JsonObject),
            containers: [{ ...(plain as JsonObject), lifecycle: { preStop: nativeSleep(40) } }],
            terminationGracePeriodSeconds: 50,
          }),
        );
      }),
    );
  });
});
