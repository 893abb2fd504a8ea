import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { parse, stringify } from "yaml";
import { type Sleeper, systemClock } from "#clock/clock.ts";
import type { ApiError } from "#kubernetes/api/api-error.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { listCluster } from "#kubernetes/watch/listed-view.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { Reflector } from "#kubernetes/watch/reflector.ts";
import { watchOnce } from "#kubernetes/watch/watch-once.ts";
import { wholeList } from "#kubernetes/watch/whole-list.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { collectionOf, describeView, type RawManifest, sample } from "./view.conformance.ts";

/** Real time, but nobody waits for half a minute. */
const hasty: Sleeper = { nowMs: () => Date.now(), sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 200), signal) };

const plane = inject("controlPlane");
let client: ApiClient;
let live: LiveView;
let listed: ClusterView;
const folders: string[] = [];

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    if (condition()) return;
    await pause(50);
  }
  throw new Error(`never came: ${condition}`);
}

const withNamespace = (raw: RawManifest): string => {
  const path = collectionOf(raw);
  const { namespace } = raw.metadata;
  return namespace === undefined ? path : path.replace(/\/([^/]+)$/, `/namespaces/${namespace}/$1`);
};

const create = (raw: RawManifest, path = withNamespace(raw)): Promise<unknown> =>
  client.request(path, { method: "POST", body: JSON.stringify(raw) }).then((answer) => answer.json());

const patch = (path: string, change: object): Promise<unknown> =>
  client
    .request(path, { method: "PATCH", contentType: "application/merge-patch+json", body: JSON.stringify(change) })
    .then((answer) => answer.json());

const remove = (path: string): Promise<unknown> =>
  client.request(path, { method: "DELETE", body: "{}" }).then((answer) => answer.json());

beforeAll(async () => {
  client = createClient({ kubeconfig: plane.kubeconfig });
  live = new LiveView({ kinds: watchedKinds, client, clock: systemClock, random: Math.random });
  live.start();
  await until(() => live.synced());
  for (const raw of sample) await create(raw);
  await until(() => live.view.get("EksTargetGroupBinding", "web", "shop") !== undefined);
  listed = (await listCluster(watchedKinds, client)).view;
});

afterAll(async () => {
  await live.stop();
  await client.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describeView("watched at a real API server", () => live.view);
describeView("listed at a real API server", () => listed);

describe("At a real API server", () => {
  test("every kind is listed or absent, and nothing fails", () => {
    // Just after a definition was installed the server says for a moment that its storage is not ready (429).
    const failed = live.status().filter(({ synced, lastError }) => !synced || !(lastError ?? "429").includes("429"));
    expect(failed).toEqual([]);
  });

  test("changes and deletions reach the view", async () => {
    await create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { namespace: "web", name: "moving" },
      spec: { ports: [{ port: 80 }], selector: { app: "one" } },
    } as RawManifest);
    await until(() => live.view.indexed("Service", "selector", "web/app=one").length === 1);
    await patch("/api/v1/namespaces/web/services/moving", { spec: { selector: { app: "two" } } });
    await until(() => live.view.indexed("Service", "selector", "web/app=two").length === 1);
    expect(live.view.indexed("Service", "selector", "web/app=one")).toEqual([]);
    await remove("/api/v1/namespaces/web/services/moving");
    await until(() => live.view.get("Service", "web", "moving") === undefined);
  });

  test("a Pod leaves the view when it has ended", async () => {
    const spec = {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      nodeName: "nowhere",
      containers: [{ name: "a", image: "a" }],
    };
    await until(() => live.view.get("Namespace", "", "web") !== undefined);
    await create(
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } } as RawManifest,
      "/api/v1/namespaces/web/serviceaccounts",
    ).catch(() => undefined);
    await create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: "web", name: "ending", labels: { app: "ending" } },
      spec,
    } as RawManifest);
    await until(() => live.view.indexed("Pod", "label", "web/app=ending").length === 1);
    await patch("/api/v1/namespaces/web/pods/ending/status", { status: { phase: "Succeeded" } });
    await until(() => live.view.get("Pod", "web", "ending") === undefined);
    await remove("/api/v1/namespaces/web/pods/ending");
  });

  test("a version that is too old is answered with 410", async () => {
    // From before the definition was installed, which is where the server's memory of the kind begins.
    const place = { path: "/apis/elbv2.k8s.aws/v1beta1/targetgroupbindings", resourceVersion: "1" };
    const tools = { client, clock: systemClock, random: Math.random, signal: AbortSignal.timeout(20_000) };
    const error = await watchOnce(place, tools, () => undefined).catch((failure: unknown) => failure as ApiError);
    expect(error).toMatchObject({ status: 410 });
  });

  test("a kind is followed from its installation, over its removal, to the next", async () => {
    const group = "view.outlive.test";
    const names = { plural: "things", singular: "thing", kind: "Thing", listKind: "ThingList" };
    const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `things.${group}` },
      spec: { group, scope: "Namespaced", names, versions: [{ name: "v1beta1", served: true, storage: true, schema }] },
    } as RawManifest;
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const held = new Set<string>();
    const reflector = new Reflector<unknown>(
      { group, versions: ["v1", "v1beta1"], plural: "things", read: (raw) => raw },
      {
        beginList: () =>
          wholeList((objects) => {
            held.clear();
            for (const { key } of objects) held.add(key.name);
          }),
        put: ({ key }) => held.add(key.name),
        remove: ({ name }) => held.delete(name),
      },
      { client, clock: hasty, random: Math.random },
    );
    reflector.start();
    await until(() => reflector.status.absent);
    for (const name of ["first", "second"]) {
      await create(definition, definitions);
      await until(() => !reflector.status.absent);
      await create(
        { apiVersion: `${group}/v1beta1`, kind: "Thing", metadata: { name } },
        `/apis/${group}/v1beta1/namespaces/default/things`,
      );
      await until(() => held.has(name));
      await remove(`${definitions}/things.${group}`);
      await until(() => reflector.status.absent && held.size === 0);
    }
    await reflector.stop();
    expect(reflector.status.lastError ?? "429").toContain("429");
  });

  describe("credentials", () => {
    const withUser = (user: Record<string, unknown>): ApiClient => {
      const config: unknown = parse(readFileSync(plane.kubeconfig, "utf8"));
      if (!isJsonObject(config)) throw new Error("not a kubeconfig");
      folders.push(mkdtempSync(join(tmpdir(), "outlive-plane-")));
      const file = join(folders.at(-1) ?? "", "config");
      writeFileSync(file, stringify({ ...config, users: [{ name: "outlive-test", user }] }));
      return createClient({ kubeconfig: file });
    };

    test("that are not known are an error that says so", async () => {
      await expect(withUser({ token: "unknown" }).request("/api/v1/pods")).rejects.toThrow(
        "does not accept these credentials (401)",
      );
    });

    test("that allow too little are an error that names verb and resource", async () => {
      await create(
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "poor" } } as RawManifest,
        "/api/v1/namespaces/web/serviceaccounts",
      );
      const answer = await client.request("/api/v1/namespaces/web/serviceaccounts/poor/token", {
        method: "POST",
        body: JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} }),
      });
      const { status } = (await answer.json()) as { readonly status: { readonly token: string } };
      const poor = withUser({ token: status.token });
      await expect(poor.request("/apis/networking.k8s.io/v1/ingresses?limit=1")).rejects.toThrow(
        'may not list ingresses.networking.k8s.io in the whole cluster (403): bind a ClusterRole that allows the verb "list"',
      );
      const { forbidden } = await listCluster(watchedKinds, poor);
      expect(forbidden.map(({ kind }) => kind)).toContain("Ingress");
    });
  });
});
