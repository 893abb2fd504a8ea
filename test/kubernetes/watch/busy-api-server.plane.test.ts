/** Two replicas start at once against a real API server that gives them three seats: they get there, a page at a time. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Sleeper, systemClock } from "#clock/clock.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";

const plane = inject("controlPlane");
const admin = createClient({ kubeconfig: plane.kubeconfig });

const name = "busy-api-server";
const ingresses = 1_600;
const pages = Math.ceil(ingresses / 500);

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const flow = "/apis/flowcontrol.apiserver.k8s.io/v1";

/** A limit of one share, nothing borrowed and nothing queued, for what this user reads. */
const setUp: readonly (readonly [path: string, object: object])[] = [
  ["/api/v1/namespaces", { metadata: { name } }],
  [`${rbac}/clusterroles`, { metadata: { name }, rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["list", "watch"] }] }],
  [
    `${rbac}/clusterrolebindings`,
    {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name }],
    },
  ],
  [
    `${flow}/prioritylevelconfigurations`,
    {
      metadata: { name },
      spec: {
        type: "Limited",
        limited: { nominalConcurrencyShares: 1, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: { type: "Reject" } },
      },
    },
  ],
  [
    `${flow}/flowschemas`,
    {
      metadata: { name },
      spec: {
        matchingPrecedence: 100,
        priorityLevelConfiguration: { name },
        rules: [
          {
            subjects: [{ kind: "User", user: { name } }],
            resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true }],
          },
        ],
      },
    },
  ],
];

const create = async (path: string, object: object): Promise<void> => {
  await (await admin.request(path, { method: "POST", body: JSON.stringify(object) })).json();
};

beforeAll(async () => {
  for (const [path, object] of setUp) await create(path, object);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < ingresses) {
      const backend = { service: { name: "shop", port: { number: 80 } } };
      const object = { metadata: { name: `shop-${next++}` }, spec: { defaultBackend: backend } };
      await create(`/apis/networking.k8s.io/v1/namespaces/${name}/ingresses`, object);
    }
  };
  await Promise.all(Array.from({ length: 20 }, worker));
});

afterAll(async () => {
  for (const [path] of setUp.toReversed()) await admin.request(`${path}/${name}`, { method: "DELETE", body: "{}" });
  await admin.close();
});

interface Seen {
  readonly refused: string[];
  readonly listed: string[];
}

/** Waits as it is told, and notes how long. */
const noting = (sleeps: number[]): Sleeper => ({
  nowMs: () => systemClock.nowMs(),
  sleep: (ms, signal) => {
    sleeps.push(ms);
    return systemClock.sleep(ms, signal);
  },
});

function counting(client: ApiClient, seen: Seen): ApiClient {
  return {
    ...client,
    server: client.server,
    close: () => client.close(),
    request: async (path, options) => {
      try {
        const response = await client.request(path, options);
        if (!path.includes("watch=")) seen.listed.push(path);
        return response;
      } catch (error) {
        if (statusOf(error) === 429) seen.refused.push(path);
        throw error;
      }
    },
  };
}

test("a busy API server is asked for each page again, no sooner than it says, and for no page that it has given", async () => {
  const seen: Seen = { refused: [], listed: [] };
  const sleeps: number[] = [];
  const replicas = Array.from({ length: 2 }, () => {
    const client = createClient({ kubeconfig: plane.kubeconfig, headers: { "Impersonate-User": name } });
    const tools = { kinds: watchedKinds, clock: noting(sleeps), random: Math.random };
    return { client, live: new LiveView({ ...tools, client: counting(client, seen) }) };
  });
  for (const { live } of replicas) live.start();
  while (!replicas.every(({ live }) => live.synced())) await pause(100);
  for (const { client, live } of replicas) {
    expect(live.view.list("Ingress").filter(({ meta }) => meta.namespace === name)).toHaveLength(ingresses);
    await live.stop();
    await client.close();
  }
  expect(seen.refused.length).toBeGreaterThan(0);
  // The API server asks for a second at least.
  expect(sleeps.filter((ms) => ms >= 1_000).length).toBeGreaterThanOrEqual(seen.refused.length);
  expect(seen.listed.filter((path) => path.includes("/ingresses?"))).toHaveLength(2 * pages);
});
