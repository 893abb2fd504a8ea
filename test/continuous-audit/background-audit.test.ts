/** Whatever changes, in whatever order: what the audit holds in the end is what an audit of everything would find. */
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type AuditSink, BackgroundAudit, defaultAuditPace } from "#continuous-audit/background-audit.ts";
import { judgeWorkload } from "#continuous-audit/judge-workload.ts";
import type { ObjectStore } from "#kubernetes/view/object-store.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { type FakeClock, fakeClock } from "../server/fake-clock.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

const configuration = () => {
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are wrong");
  return read.configuration;
};

interface Running {
  readonly store: ObjectStore;
  readonly clock: FakeClock;
  readonly audit: BackgroundAudit;
  /** Findings of what is held, by name. */
  readonly held: Map<string, readonly string[]>;
  readonly judged: string[];
  leads: boolean;
  serverVersion: string;
  /** Lets `ms` pass. */
  readonly pass: (ms: number) => Promise<void>;
}

function running(documents: readonly object[]): Running {
  const store = viewOf(documents);
  const clock = fakeClock();
  const held = new Map<string, readonly string[]>();
  const judged: string[] = [];
  const sink: AuditSink = {
    begin: async () => {},
    judged: (name, { audited }) => {
      judged.push(name);
      held.set(
        name,
        audited.explanation.findings.map(({ rule }) => rule),
      );
    },
    gone: (name) => held.delete(name),
    tooLarge: (name) => held.set(name, ["too-large"]),
    passed: () => {},
    end: () => held.clear(),
  };
  const settled = configuration();
  const state: Running = {
    store,
    clock,
    held,
    judged,
    leads: true,
    serverVersion: "v1.36.3",
    audit: new BackgroundAudit({
      store,
      registry: watchedKinds,
      synced: () => true,
      leads: () => state.leads,
      context: () => ({ ...settled, serverVersion: state.serverVersion }),
      clock,
      random: () => 0.5,
      pace: defaultAuditPace,
      sink,
      onError: (error) => {
        throw error;
      },
    }),
    pass: async (ms) => {
      for (let passed = 0; passed < ms; passed += 500) {
        clock.advance(500);
        await setImmediate();
      }
    },
  };
  state.audit.start();
  return state;
}

function put(store: ObjectStore, object: object): void {
  const {
    apiVersion,
    kind: written,
    metadata,
  } = object as {
    apiVersion: string;
    kind: string;
    metadata: { name: string; namespace?: string };
  };
  const kind = watchedKindOf(apiVersion, written);
  if (kind === undefined) throw new Error(`unknown kind ${written}`);
  const read = watchedKinds[kind].read(object);
  store.put(kind, { key: { namespace: metadata.namespace ?? "", name: metadata.name }, object: read as never });
}

const namespace = (name: string, mode: string): object => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { "outlive.dev/mode": mode } },
});

const freshly = (store: ObjectStore): Map<string, readonly string[]> =>
  new Map(
    store.list("Deployment").flatMap((workload) => {
      const found = judgeWorkload(workload, { ...configuration(), serverVersion: "v1.36.3", view: store });
      const name = `Deployment/${workload.ref.namespace}/${workload.ref.name}`;
      return found === undefined ? [] : [[name, found.audited.explanation.findings.map(({ rule }) => rule)] as const];
    }),
  );

const world = [
  ...["web", "api"].flatMap((each) => [namespace(each, "audit"), service(each), ingress(each, delay(35)), deployment(each)]),
];

test("a change has its workload judged again after it has rested, and no other", async () => {
  const state = running(world);
  await state.pass(2_000);
  expect([...state.held.keys()].toSorted()).toEqual(["Deployment/api/shop", "Deployment/web/shop"]);
  state.judged.length = 0;
  put(state.store, ingress("web", delay(60)));
  put(state.store, ingress("web", delay(70)));
  await state.pass(9_000);
  expect(state.judged).toEqual([]);
  await state.pass(2_000);
  expect(state.judged).toEqual(["Deployment/web/shop"]);
});

test("an update of a Pod that changes nothing which is kept has nothing judged", async () => {
  const state = running([...world, pod("web", "shop-1")]);
  await state.pass(2_000);
  state.judged.length = 0;
  put(state.store, pod("web", "shop-1"));
  await state.pass(30_000);
  expect(state.judged).toEqual([]);
});

test("everything is judged again every hour", async () => {
  const state = running(world);
  await state.pass(2_000);
  state.judged.length = 0;
  await state.pass(defaultAuditPace.fullPassMs + 2_000);
  expect(state.judged.toSorted()).toEqual(["Deployment/api/shop", "Deployment/web/shop"]);
});

test("everything is judged again where what is not in the caches has changed, such as the version of the server", async () => {
  const state = running(world);
  await state.pass(2_000);
  state.judged.length = 0;
  state.serverVersion = "v1.29.0";
  await state.pass(2_000);
  expect(state.judged.toSorted()).toEqual(["Deployment/api/shop", "Deployment/web/shop"]);
  state.judged.length = 0;
  await state.pass(60_000);
  expect(state.judged).toEqual([]);
});

test("who does not lead holds nothing and judges nothing", async () => {
  const state = running(world);
  await state.pass(2_000);
  state.leads = false;
  await state.pass(2_000);
  expect(state.held.size).toBe(0);
  state.judged.length = 0;
  put(state.store, ingress("web", delay(60)));
  await state.pass(30_000);
  expect(state.judged).toEqual([]);
  state.leads = true;
  await state.pass(2_000);
  expect(state.held).toEqual(freshly(state.store));
});

type Change =
  | { readonly what: "ingress"; readonly in: string; readonly delay: number | undefined }
  | { readonly what: "service"; readonly in: string; readonly hidden: boolean }
  | { readonly what: "workload"; readonly in: string; readonly sleep: number | undefined }
  | { readonly what: "pod"; readonly in: string; readonly sleep: number | undefined }
  | { readonly what: "mode"; readonly in: string; readonly mode: string }
  | { readonly what: "gone"; readonly in: string; readonly kind: "Ingress" | "Service" | "Deployment" | "Namespace" };

const place = fc.constantFrom("web", "api");
const anyDelay = fc.constantFrom(undefined, 5, 35, 300);
const anySleep = fc.constantFrom(undefined, 10, 40);
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ what: fc.constant("ingress" as const), in: place, delay: anyDelay }),
  fc.record({ what: fc.constant("service" as const), in: place, hidden: fc.boolean() }),
  fc.record({ what: fc.constant("workload" as const), in: place, sleep: anySleep }),
  fc.record({ what: fc.constant("pod" as const), in: place, sleep: anySleep }),
  fc.record({ what: fc.constant("mode" as const), in: place, mode: fc.constantFrom("enforce", "warn", "audit", "off") }),
  fc.record({
    what: fc.constant("gone" as const),
    in: place,
    kind: fc.constantFrom("Ingress" as const, "Service" as const, "Deployment" as const, "Namespace" as const),
  }),
);

function carryOut(store: ObjectStore, change: Change): void {
  if (change.what === "gone") {
    const cluster = change.kind === "Namespace";
    store.remove(change.kind, { namespace: cluster ? "" : change.in, name: cluster ? change.in : "shop" });
  } else put(store, objectOf(change));
}

function objectOf(change: Exclude<Change, { readonly what: "gone" }>): object {
  const given = (sleep: number | undefined) => (sleep === undefined ? {} : { sleep, grace: sleep + 20 });
  switch (change.what) {
    case "ingress":
      return ingress(change.in, change.delay === undefined ? undefined : delay(change.delay));
    case "service": {
      const annotations = change.hidden
        ? { "alb.ingress.kubernetes.io/target-group-attributes": delay(90) }
        : { "example.com/nothing": "1" };
      return service(change.in, annotations);
    }
    case "workload":
      return deployment(change.in, given(change.sleep));
    case "pod":
      return owned(pod(change.in, "shop-6d4cf56db6-x2x4k", given(change.sleep)));
    case "mode":
      return namespace(change.in, change.mode);
  }
}

function owned(object: object): object {
  const { metadata, ...rest } = object as { metadata: { labels: object } };
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "shop-6d4cf56db6", uid: "u", controller: true }];
  return {
    ...rest,
    metadata: { ...metadata, labels: { ...metadata.labels, "pod-template-hash": "6d4cf56db6" }, ownerReferences },
  };
}

test("after any changes it holds what an audit of everything finds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyChange, fc.boolean()), { maxLength: 12 }), async (changes) => {
      const state = running(world);
      await state.pass(1_500);
      for (const [change, rest] of changes) {
        carryOut(state.store, change);
        if (rest) await state.pass(11_000);
      }
      await state.pass(12_000);
      expect(state.held).toEqual(freshly(state.store));
      state.audit.stop();
    }),
    { numRuns: 100 },
  );
});
