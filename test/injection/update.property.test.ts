/** What holds for every update of a template that was sized, whoever sends it and whatever it changes. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { deploymentOf, type GivenPod, groupsOf, podWith } from "../support/arbitrary-pod.ts";
import { admissionFor, answer } from "../support/decided-review.ts";
import { listAt, timed } from "../support/stored.ts";

// Every sample is a cluster of its own, read and decided from the beginning.
vi.setConfig({ testTimeout: 120_000 });

type Raw = Record<string, unknown>;

/** What a client changes of the stored object, or sends in its place. */
interface Update {
  readonly from: "stored" | "manifest";
  readonly grace: number | "absent" | "as in the manifest" | undefined;
  /** By the place of the container; null takes the hook out. */
  readonly hook: readonly [at: number, hook: JsonObject | null] | undefined;
  readonly image: boolean;
  readonly forgetRecord: boolean;
  readonly rename: boolean;
  readonly twoHandlers: boolean;
}

const unchanged: Update = {
  from: "stored",
  grace: undefined,
  hook: undefined,
  image: false,
  forgetRecord: false,
  rename: false,
  twoHandlers: false,
};

const seconds = fc.integer({ min: 0, max: 1_200 });

const update: fc.Arbitrary<Update> = fc.record({
  from: fc.constantFrom("stored", "manifest"),
  grace: fc.oneof(fc.constant(undefined), seconds, fc.constantFrom("absent" as const, "as in the manifest" as const)),
  hook: fc.oneof(
    fc.constant(undefined),
    fc.tuple(
      fc.nat(2),
      fc.oneof(
        fc.constant(null),
        seconds.map((value) => ({ sleep: { seconds: value } })),
        seconds.map((value) => ({ exec: { command: ["sleep", String(value)] } })),
        fc.constant({ exec: { command: ["nginx", "-s", "quit"] } }),
      ),
    ),
  ),
  image: fc.boolean(),
  forgetRecord: fc.boolean(),
  rename: fc.boolean(),
  twoHandlers: fc.boolean(),
});

interface RawTemplate {
  readonly metadata: Raw;
  readonly spec: Raw & { readonly containers: Raw[] };
}

function updated(manifest: JsonObject, stored: JsonObject, change: Update): JsonObject {
  const object = structuredClone(change.from === "stored" ? stored : manifest) as Raw;
  const template = objectAt(object, "spec", "template") as unknown as RawTemplate;
  const { grace, image, forgetRecord, rename, twoHandlers } = change;
  if (grace === "absent") delete template.spec["terminationGracePeriodSeconds"];
  else if (grace !== undefined)
    template.spec["terminationGracePeriodSeconds"] = grace === "as in the manifest" ? graceOf(manifest) : grace;
  withHook(template, change.hook);
  const [first = {}] = template.spec.containers;
  if (image) first["image"] = "shop:2";
  if (rename) first["name"] = "renamed";
  // As a strategic merge of a manifest's own hook leaves it.
  if (twoHandlers)
    first["lifecycle"] = { preStop: { ...objectAt(first, "lifecycle", "preStop"), exec: { command: ["nginx", "-s", "quit"] } } };
  const { "outlive.dev/injected": record, ...annotations } = objectAt(template, "metadata", "annotations");
  if (forgetRecord && record !== undefined) template.metadata["annotations"] = annotations;
  return object as JsonObject;
}

function withHook(template: RawTemplate, hook: Update["hook"]): void {
  const chosen = hook === undefined ? undefined : template.spec.containers[hook[0]];
  if (chosen === undefined || hook === undefined) return;
  const { preStop: _hook, ...others } = objectAt(chosen, "lifecycle");
  chosen["lifecycle"] = hook[1] === null ? others : { ...others, preStop: hook[1] };
}

const templateOf = (object: JsonObject): JsonObject => objectAt(object, "spec", "template");
const graceOf = (object: JsonObject): unknown => objectAt(templateOf(object), "spec")["terminationGracePeriodSeconds"];
const hooksOf = (object: JsonObject): ReadonlyMap<unknown, unknown> =>
  new Map(
    listAt(objectAt(templateOf(object), "spec"), "containers").map((each) => [
      each["name"],
      objectAt(each, "lifecycle")["preStop"],
    ]),
  );

/** Container names that every plain object seems to have. */
const named = fc.constantFrom(["c0", "c1", "c2"], ["constructor", "toString", "valueOf"]);

const given = fc.tuple(podWith({ plain: true }), named).map(([{ pod, delays }, names]): GivenPod => {
  const renamed = structuredClone(pod) as { spec: { containers: Raw[] } };
  renamed.spec.containers.forEach((container, index) => {
    container["name"] = names[index];
  });
  return { delays, pod: renamed as never };
});

const settings = fc.constantFrom({}, { parameters: { preStopMargin: 60 } }, { patchTemplates: false });

const podOf = (grace: number, ...containers: readonly Raw[]): GivenPod["pod"] =>
  ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "pod", namespace: "web", labels: { app: "shop" } },
    spec: { restartPolicy: "Always", terminationGracePeriodSeconds: grace, containers },
  }) as never;
const longSleep = { preStop: { exec: { command: ["sleep", "0m", "31"] } } };

/** Updates after which the template is as before the injection, or lacks what its record names. */
const lookedNew: [GivenPod, Update, object][] = [
  [
    { delays: [26], pod: podOf(30, { name: "c0", image: "c0:1", lifecycle: longSleep }, { name: "c1", image: "c1:1" }) },
    { ...unchanged, grace: "as in the manifest" },
    {},
  ],
  [
    { delays: [0], pod: podOf(0, ...["c0", "c1", "c2"].map((name) => ({ name, image: `${name}:1` }))) },
    { ...unchanged, hook: [1, null], twoHandlers: true },
    {},
  ],
];

describe("an update of a template that was sized", () => {
  test("keeps every value that its sender wrote", () => {
    fc.assert(
      fc.property(given, update, settings, (pod, change, configuration) => {
        const manifest = deploymentOf(pod);
        const before = answer(admissionFor(groupsOf(pod)), manifest).stored;
        const object = updated(manifest, before, change);
        const { stored } = answer(admissionFor(groupsOf(pod), configuration), object, { before });
        const ours = hooksOf(before);
        for (const [name, hook] of hooksOf(object)) {
          if (hook !== undefined && JSON.stringify(hook) !== JSON.stringify(ours.get(name)) && !change.twoHandlers)
            expect(hooksOf(stored).get(name)).toEqual(hook);
        }
        const written = graceOf(object);
        if (written !== undefined && written !== graceOf(before) && change.from === "stored" && !change.forgetRecord)
          expect(graceOf(stored)).toBe(written);
        if (written !== undefined) expect(graceOf(stored)).toBeGreaterThanOrEqual(written as number);
      }),
      { numRuns: 120 },
    );
  });

  test("is stored the same when it is reviewed a second time", () => {
    fc.assert(
      fc.property(given, update, settings, (pod, change, configuration) => {
        const manifest = deploymentOf(pod);
        const before = answer(admissionFor(groupsOf(pod)), manifest).stored;
        const admission = admissionFor(groupsOf(pod), configuration);
        const { stored } = answer(admission, updated(manifest, before, change), { before });
        expect(answer(admission, stored, { before }).patch).toEqual([]);
        expect(answer(admission, stored, { before: stored }).patch).toEqual([]);
      }),
      { numRuns: 120, examples: lookedNew },
    );
  });

  test("is stored as it was where the manifest or the stored object is sent again, whatever was configured since", () => {
    fc.assert(
      fc.property(given, settings, fc.boolean(), (pod, configuration, whole) => {
        const manifest = deploymentOf(pod);
        const before = answer(admissionFor(groupsOf(pod)), manifest).stored;
        const { stored } = answer(admissionFor(groupsOf(pod), configuration), whole ? manifest : before, { before });
        expect(templateOf(stored)).toEqual(templateOf(before));
      }),
      { numRuns: 120 },
    );
  });

  test("comes back as it was by a rollback, whatever was configured since", () => {
    fc.assert(
      fc.property(given, settings, (pod, configuration) => {
        const first = answer(admissionFor(groupsOf(pod)), deploymentOf(pod)).stored;
        const change = { ...unchanged, image: true };
        const admission = admissionFor(groupsOf(pod), configuration);
        const second = answer(admission, updated(first, first, change), { before: first }).stored;
        expect(templateOf(answer(admission, first, { before: second }).stored)).toEqual(templateOf(first));
      }),
      { numRuns: 80 },
    );
  });

  test("has no patch where somebody asked to be left alone", () => {
    fc.assert(
      fc.property(given, update, fc.boolean(), (pod, change, onTemplate) => {
        const manifest = deploymentOf(pod);
        const before = answer(admissionFor(groupsOf(pod)), manifest).stored;
        const object = structuredClone(updated(manifest, before, change));
        const metadata = objectAt(onTemplate ? templateOf(object) : object, "metadata") as Raw;
        metadata["annotations"] = { ...(metadata["annotations"] as object), "outlive.dev/skip": "drained by hand" };
        const { patch, record } = answer(admissionFor(groupsOf(pod)), object, { before });
        expect([record.result, patch]).toEqual(["skipped", []]);
      }),
      { numRuns: 80 },
    );
  });

  test("never leaves a native sleep of ours that the API server would refuse", () => {
    fc.assert(
      fc.property(given, update, (pod, change) => {
        const manifest = deploymentOf(pod);
        const before = answer(admissionFor(groupsOf(pod)), manifest).stored;
        const { stored } = answer(admissionFor(groupsOf(pod)), updated(manifest, before, change), { before });
        const { record } = timed(stored, "spec", "template");
        const ours = objectAt(JSON.parse(typeof record === "string" ? record : "{}"), "preStop");
        for (const [name, hook] of hooksOf(stored)) {
          const sleep = objectAt(hook, "sleep")["seconds"];
          if (sleep === undefined || !Object.hasOwn(ours, String(name)) || ours[String(name)] !== sleep) continue;
          expect(Object.keys(objectAt(hook))).toEqual(["sleep"]);
          expect(sleep).toBeLessThanOrEqual((graceOf(stored) as number | undefined) ?? Number.POSITIVE_INFINITY);
        }
      }),
      { numRuns: 120 },
    );
  });
});
