/** Which of the workloads whose Pods are older than their route the elected replica restarts, and how often. */
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { judgeWorkload } from "#continuous-audit/judge-workload.ts";
import { NewRouteRestarts, type RestartResult } from "#continuous-audit/new-route-restarts.ts";
import { defaultWritePace } from "#continuous-audit/write-pace.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { fakeClock } from "../server/fake-clock.ts";
import { flaggerServices, primary } from "../support/flagger-manifests.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

const podsAt = "2026-11-28T10:00:00Z";
const routeAt = "2026-11-28T10:00:30Z";
const nowMs = Date.parse("2026-11-28T10:01:00Z");

interface Raw {
  readonly metadata: { readonly labels?: object; readonly annotations?: object };
}

const withMetadata = (object: object, change: object): object => ({
  ...object,
  metadata: { ...(object as Raw).metadata, ...change },
});

const namespace = (mode: string): object => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "web", labels: { "outlive.dev/mode": mode } },
});

function podOf(name: string, created: string): object {
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: `${name}-abc`, uid: "u", controller: true }];
  const labels = { app: name, "pod-template-hash": "abc" };
  return withMetadata(pod("web", `${name}-abc-1`), { labels, ownerReferences, creationTimestamp: created });
}

const route = withMetadata(ingress("web", delay(35)), { creationTimestamp: routeAt });

/** The paths of what is restarted when the objects are judged, several times over. */
async function restarted(objects: readonly object[]): Promise<readonly string[]> {
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are wrong");
  const context = { view: viewOf(objects), ...read.configuration };
  const [paths, results]: [string[], RestartResult[]] = [[], []];
  const client: ApiClient = {
    server: "http://nowhere",
    request: async (path) => {
      paths.push(path);
      return { status: 200, json: async () => ({}), chunks: (async function* () {})() };
    },
    close: async () => {},
  };
  const restarts = new NewRouteRestarts({
    client,
    clock: fakeClock(nowMs),
    remainingMs: () => 60_000,
    pace: defaultWritePace,
    withinSeconds: 300,
    events: undefined,
    onResult: (result) => results.push(result),
  });
  for (let turn = 0; turn < 3; turn += 1) {
    for (const workload of context.view.list("Deployment")) {
      const judged = judgeWorkload(workload, context);
      if (judged !== undefined) restarts.consider(judged, context);
    }
    await setImmediate();
  }
  await restarts.stop();
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  return paths;
}

const shop = "/apis/apps/v1/namespaces/web/deployments/shop";
const canary = (...target: readonly object[]): readonly object[] => [
  namespace("enforce"),
  ...flaggerServices,
  route,
  withMetadata(deployment("web", { replicas: 0 }), { uid: "target" }),
  withMetadata(primary(), { uid: "primary" }),
  ...target,
];

test("A workload whose Pods are older than its route is restarted, once", async () => {
  const objects = [namespace("enforce"), service("web"), route, deployment("web"), podOf("shop", podsAt)];
  expect(await restarted(objects)).toEqual([shop]);
});

test.each([
  ["in another mode", [namespace("warn"), deployment("web"), podOf("shop", podsAt)]],
  ["that has run for longer", [namespace("enforce"), deployment("web"), podOf("shop", "2026-11-28T09:00:00Z")]],
  ["whose Pods came after the route", [namespace("enforce"), deployment("web"), podOf("shop", "2026-11-28T10:00:45Z")]],
  [
    "that was restarted for it before",
    [
      namespace("enforce"),
      withMetadata(deployment("web"), { annotations: { "outlive.dev/restarted-for": `Ingress web/shop ${routeAt}` } }),
      podOf("shop", podsAt),
    ],
  ],
])("A workload %s is not", async (_what, objects) => {
  expect(await restarted([service("web"), route, ...objects])).toEqual([]);
});

test("Of a Canary, the primary is restarted, once", async () => {
  expect(await restarted(canary(podOf("shop-primary", podsAt)))).toEqual([`${shop}-primary`]);
});

test("A primary that was restarted for its route before is not", async () => {
  const annotations = { "outlive.dev/restarted-for": `Ingress web/shop ${routeAt}` };
  const objects = canary(podOf("shop-primary", podsAt)).with(-2, withMetadata(primary(), { annotations }));
  expect(await restarted(objects)).toEqual([]);
});

test("The target of a Canary that has a primary is not restarted, which would be a release", async () => {
  expect(await restarted(canary(podOf("shop", podsAt)))).toEqual([]);
});

test("The target is, as long as Flagger has made no primary", async () => {
  const target = [deployment("web"), podOf("shop", podsAt)];
  expect(await restarted([namespace("enforce"), service("web"), route, ...target])).toEqual([shop]);
});
