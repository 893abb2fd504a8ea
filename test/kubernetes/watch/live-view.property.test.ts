import fc from "fast-check";
import { expect, test } from "vitest";
import { createClient } from "#kubernetes/api/client.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { listCluster } from "#kubernetes/watch/listed-view.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { FakeClock } from "./fake-clock.ts";

const services = "/api/v1/services";
const bindings = "/apis/elbv2.k8s.aws/v1beta1/targetgroupbindings";

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("put" as const),
      name: fc.constantFrom("a", "b", "c", "d"),
      app: fc.constantFrom("x", "y", "z"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("remove" as const), name: fc.constantFrom("a", "b", "c", "d") }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("break" as const, "end" as const, "compact" as const, "bookmark" as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("spoil" as const),
      text: fc.constantFrom('{"type":"ADDED",', "<html>\n", '{"type":"ERROR","object":{"code":410}}\n'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), status: fc.constantFrom(429, 500, 503, 410) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("uninstall" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const app = (name: string, value: string) => ({
  metadata: { namespace: "web", name },
  spec: { selector: { app: value }, serviceRef: { name: value, port: 80 }, ports: [] },
});

async function apply(server: FakeApiServer, clock: FakeClock, taken: Step): Promise<void> {
  switch (taken.do) {
    case "put":
      server.release(bindings);
      server.put(services, app(taken.name, taken.app));
      server.put(bindings, app(taken.name, taken.app));
      return;
    case "remove":
      server.remove(services, "web", taken.name);
      server.remove(bindings, "web", taken.name);
      return;
    case "break":
      return server.breakWatches();
    case "end":
      return server.endWatches();
    case "compact":
      server.compact();
      return server.breakWatches(services);
    case "bookmark":
      return server.bookmark(services);
    case "spoil":
      return server.spoilWatches(taken.text, services);
    case "fail":
      server.failNext(taken.status);
      return server.endWatches(services);
    case "uninstall":
      return server.takeAway(bindings);
    case "wait": {
      const end = clock.nowMs() + taken.ms;
      return clock.until(() => clock.nowMs() >= end, 500);
    }
  }
}

/** Everything that can be asked about the two kinds that change. */
const answers = (view: ClusterView): unknown => ({
  services: view.list("Service"),
  bindings: view.list("TargetGroupBinding"),
  byName: ["a", "b", "c", "d"].map((name) => view.get("Service", "web", name)),
  bySelector: ["x", "y", "z"].map((value) => view.indexed("Service", "selector", `web/app=${value}`)),
  byService: ["x", "y", "z"].map((value) => view.indexed("TargetGroupBinding", "service", `web/${value}`)),
});

test("A watched cluster comes to hold what a fresh list gives, whatever happened to objects and watches before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.nat(), async (steps, seed) => {
      const server = new FakeApiServer();
      await server.start();
      server.pageSize = 2;
      const client = createClient({ kubeconfig: server.kubeconfig() });
      const clock = new FakeClock();
      const live = new LiveView({ kinds: watchedKinds, client, clock, random: seeded(seed) });
      try {
        live.start();
        for (const taken of steps) await apply(server, clock, taken);
        server.recover();
        await clock.until(() => live.synced(), 1_000);
        const fresh = answers((await listCluster(watchedKinds, client)).view);
        await clock.until(() => JSON.stringify(answers(live.view)) === JSON.stringify(fresh), 1_000, "the same answers");
        expect(answers(live.view)).toEqual(fresh);
      } finally {
        await live.stop();
        await client.close();
        await server.stop();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
