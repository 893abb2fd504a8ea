/** Objects that would take too long to read: a stub of each is held, and what depends on one is not decided. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Admission, createAdmission } from "#admission/admit.ts";
import { createClient } from "#kubernetes/api/client.ts";
import { cutObject } from "#kubernetes/objects/cut-object.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { createPod, rawPod } from "../../support/admission.ts";
import { type Raw, rawClass, rawIngress, rawNamespace, rawPath, rawService } from "../../support/routing.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { FakeClock } from "./fake-clock.ts";
import { collectionOf } from "./view.conformance.ts";

const settings = readSettings({}, builtInPolicies);
if (!settings.ok) throw new Error("the defaults are no configuration");
const { configuration } = settings;

const clock = new FakeClock();
let server: FakeApiServer;
let live: LiveView;
let admission: Admission;
let costly: string[];

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
  for (const raw of [
    rawNamespace("shop", { "outlive.dev/mode": "enforce" }),
    rawClass("alb"),
    ...["web", "other"].flatMap((name) => [
      rawService(name),
      rawIngress(name, { annotations: { "target-type": "ip" }, paths: [rawPath(name)] }),
    ]),
  ])
    server.put(collectionOf(raw as never), raw as never);
  costly = [];
  live = new LiveView({
    kinds: watchedKinds,
    client: createClient({ kubeconfig: server.kubeconfig() }),
    clock,
    random: () => 0.5,
    onTooCostly: (kind, { namespace, name }) => costly.push(`${kind} ${namespace}/${name}`),
  });
  live.start();
  await clock.until(() => live.synced());
  admission = createAdmission({ view: live.view, synced: () => true, configuration: () => configuration });
});

afterEach(async () => {
  await live.stop();
  await server.stop();
});

const ports = (count: number): readonly Raw[] =>
  Array.from({ length: count }, (_, index) => ({ name: `p${index}`, port: index + 1 }));
const labels = (count: number): Raw => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
const stubsOf = (kind: string): number | undefined => live.status().find((status) => status.kind === kind)?.stubs;

const change = async (object: Raw, kind: string, stubs: number): Promise<void> => {
  server.put(collectionOf(object as never), object as never);
  await clock.until(() => stubsOf(kind) === stubs);
};
const result = (app: string): unknown => createPod(admission, rawPod({ app })).record;

test.each<[string, Raw, string]>([
  ["a Service of many ports", rawService("web", { spec: { ports: ports(20_000) } }), "Service shop/web"],
  [
    "an Ingress of many paths",
    rawIngress("web", {
      annotations: { "target-type": "ip" },
      paths: [rawPath("web"), ...Array.from({ length: 10_000 }, (_, index) => rawPath("web", 80, `/p${index}`))],
    }),
    "Ingress shop/web",
  ],
  [
    "a Service of many labels",
    { ...rawService("web"), metadata: { namespace: "shop", name: "web", labels: labels(60_000) } },
    "Service shop/web",
  ],
])("%s: what depends on it fails open and names it, and everything else is decided", async (_what, object, name) => {
  const kind = String(object["kind"]);
  expect(result("web")).toMatchObject({ result: "patched" });
  await change(object, kind, 1);
  expect(costly).toEqual([name]);
  expect(result("web")).toMatchObject({
    result: "failed-open",
    reason: "object-too-costly",
    error: expect.stringContaining(name),
  });
  expect(result("other")).toMatchObject({ result: "patched" });
});

test("it is read again when it has become smaller, and forgotten when it is gone", async () => {
  await change(rawService("web", { spec: { ports: ports(20_000) } }), "Service", 1);
  await change(rawService("web"), "Service", 0);
  expect(result("web")).toMatchObject({ result: "patched" });
  await change(rawService("web", { spec: { ports: ports(20_000) } }), "Service", 1);
  server.remove("/api/v1/services", "shop", "web");
  await clock.until(() => stubsOf("Service") === 0);
});

test("a list with such an object is read like any other", async () => {
  await change(rawService("web", { spec: { ports: ports(20_000) } }), "Service", 1);
  const second = new LiveView({
    kinds: watchedKinds,
    client: createClient({ kubeconfig: server.kubeconfig() }),
    clock,
    random: () => 0.5,
  });
  second.start();
  await clock.until(() => second.synced());
  expect(second.status().find(({ kind }) => kind === "Service")).toMatchObject({ objects: 2, stubs: 1 });
  await second.stop();
});

test("what is not read does not count, and what is kept is small whatever the shape", () => {
  const managed = { metadata: { name: "a", managedFields: ports(60_000) }, status: { conditions: ports(60_000) } };
  expect(cutObject(managed)).toBe(managed);
  let deep: unknown = labels(60_000);
  for (let level = 0; level < 10_000; level++) deep = { a: deep };
  const shapes: readonly Raw[] = [
    { metadata: { name: "a", labels: labels(60_000) } },
    { metadata: { name: "a" }, spec: { lists: Array.from({ length: 400 }, () => ports(400)) } },
    { metadata: { name: "a" }, spec: deep },
  ];
  for (const shape of shapes) {
    const cut = cutObject(shape);
    expect(cut).not.toBe(shape);
    expect(JSON.stringify(cut).length).toBeLessThan(1_000_000);
  }
});
