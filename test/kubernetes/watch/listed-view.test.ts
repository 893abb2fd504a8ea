import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClient } from "#kubernetes/api/client.ts";
import { listCluster } from "#kubernetes/watch/listed-view.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { FakeClock } from "./fake-clock.ts";

let server: FakeApiServer;
const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
});

afterEach(() => server.stop());

describe("Listing a cluster once", () => {
  test("names the kinds that are not there and those that may not be listed", async () => {
    server.takeAway("/apis/argoproj.io/v1alpha1/rollouts");
    server.forbid("/apis/elbv2.k8s.aws/v1beta1/targetgroupbindings");
    const { absent, forbidden } = await listCluster(
      watchedKinds,
      createClient({ kubeconfig: server.kubeconfig() }),
      undefined,
      clock,
    );
    expect(absent).toEqual(["Rollout"]);
    expect(forbidden.map(({ kind }) => kind)).toEqual(["TargetGroupBinding"]);
    expect(forbidden[0]?.message).toContain('allows the verb "list" on "targetgroupbindings.elbv2.k8s.aws"');
  });

  test("waits for a server that is busy", async () => {
    server.failNext(429, 4);
    await expect(
      listCluster(watchedKinds, createClient({ kubeconfig: server.kubeconfig() }), undefined, clock),
    ).resolves.toBeDefined();
  });

  test.each([401, 429, 500])("fails where the server keeps answering %i", async (status) => {
    server.failNext(status, 1000);
    await expect(
      listCluster(watchedKinds, createClient({ kubeconfig: server.kubeconfig() }), undefined, clock),
    ).rejects.toMatchObject({
      status,
    });
  });
});

describe("A watched cluster", () => {
  const live = (time: FakeClock): LiveView =>
    new LiveView({
      kinds: watchedKinds,
      client: createClient({ kubeconfig: server.kubeconfig() }),
      clock: time,
      random: () => 0.5,
    });

  test("is synced without an optional kind that may not be listed", async () => {
    server.forbid("/apis/elbv2.k8s.aws/v1beta1/targetgroupbindings");
    const time = new FakeClock();
    const view = live(time);
    view.start();
    await time.until(() => view.synced());
    expect(view.status().find(({ kind }) => kind === "TargetGroupBinding")).toMatchObject({ forbidden: true, synced: false });
    await view.stop();
  });

  test("is not synced without a kind that every cluster has", async () => {
    server.forbid("/api/v1/services");
    const time = new FakeClock();
    const view = live(time);
    view.start();
    await time.until(() => view.status().filter(({ synced }) => !synced).length === 1);
    expect(view.synced()).toBe(false);
    await view.stop();
  });
});
