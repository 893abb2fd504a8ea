import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { canaryKind } from "#kubernetes/objects/read-canary.ts";
import { WatchedObjects } from "#kubernetes/watch/watched-objects.ts";
import type { Canary } from "#model/gates/canary.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { FakeClock } from "./fake-clock.ts";

const path = "/apis/flagger.app/v1beta1/canaries";

const canary = (name: string, target: object) => ({ metadata: { namespace: "web", name }, spec: { targetRef: target } });

let server: FakeApiServer;
let client: ApiClient;
let canaries: WatchedObjects<Canary>;

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
  client = createClient({ kubeconfig: server.kubeconfig() });
  canaries = new WatchedObjects(canaryKind, { client, clock: new FakeClock(), random: () => 0.5 });
});

afterEach(async () => {
  await canaries.stop();
  await client.close();
  await server.stop();
});

const target = (name: string): Canary["target"] | undefined => canaries.get({ namespace: "web", name })?.target;

test("keeps the targets of all Canaries, and follows what changes", async () => {
  server.put(path, canary("shop", { apiVersion: "apps/v1", kind: "Deployment", name: "store" }));
  canaries.start();
  await expect.poll(() => canaries.synced(), { timeout: 20_000 }).toBe(true);
  expect([target("shop"), target("other")]).toEqual([{ kind: "Deployment", name: "store" }, undefined]);
  server.put(path, canary("shop", { kind: "DaemonSet", name: "agent" }));
  await expect.poll(() => target("shop"), { timeout: 20_000 }).toEqual({ kind: "DaemonSet", name: "agent" });
  server.remove(path, "web", "shop");
  await expect.poll(() => target("shop"), { timeout: 20_000 }).toBeUndefined();
});

test("is synced where Flagger is not installed", async () => {
  server.takeAway(path);
  canaries.start();
  await expect.poll(() => canaries.synced(), { timeout: 20_000 }).toBe(true);
});

test("is synced where this user may not list them, and not before it was tried", async () => {
  server.forbid(path);
  expect(canaries.synced()).toBe(false);
  canaries.start();
  await expect.poll(() => canaries.synced(), { timeout: 20_000 }).toBe(true);
});

test("a target without a kind is a Deployment, and one that cannot be read has no name", async () => {
  server.put(path, canary("a", { name: "store" }));
  server.put(path, canary("b", []));
  canaries.start();
  await expect.poll(() => canaries.synced(), { timeout: 20_000 }).toBe(true);
  expect([target("a"), target("b")]).toEqual([
    { kind: "Deployment", name: "store" },
    { kind: "Deployment", name: "" },
  ]);
});
