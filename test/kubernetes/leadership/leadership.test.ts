import { setImmediate } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { leaseElector } from "#kubernetes/api/lease-elector.ts";
import { Leadership } from "#kubernetes/leadership/leadership.ts";
import { FakeObjects } from "../../certificates/fake-objects.ts";
import { type FakeClock, fakeClock } from "../../server/fake-clock.ts";

const lease = { namespace: "outlive", name: "outlive" };
const renewMs = 10_000;
const durationSeconds = 40;

let server: FakeObjects;
let clock: FakeClock;
let down: Set<string>;
let changes: string[];
beforeEach(() => {
  server = new FakeObjects();
  clock = fakeClock();
  down = new Set();
  changes = [];
});

function replica(identity: string): Leadership {
  const elector = leaseElector({ client: server, lease, identity, clock, durationSeconds });
  return new Leadership({
    elector: {
      take: async () => {
        if (down.has(identity)) throw new Error("the server is away");
        return elector.take();
      },
      release: () => elector.release(),
    },
    clock,
    durationMs: durationSeconds * 1000,
    renewMs,
    onChange: (leads) => changes.push(`${identity} ${leads ? "leads" : "follows"}`),
    onFailure: () => {},
  });
}

/** In steps short enough for everything that is due to be done in between. */
async function pass(ms: number, each: () => void = () => {}): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    clock.advance(500);
    for (let turn = 0; turn < 8; turn += 1) await setImmediate();
    each();
  }
}

test("one of two leads, and goes on leading", async () => {
  const [one, two] = [replica("one"), replica("two")];
  one.start();
  await pass(500);
  two.start();
  await pass(200_000, () => expect([one.leads(), two.leads()]).toEqual([true, false]));
  expect(changes).toEqual(["one leads"]);
});

test("two never lead at a time where the leader loses the server, and the other one takes over", async () => {
  const [one, two] = [replica("one"), replica("two")];
  one.start();
  await pass(500);
  two.start();
  await pass(20_000);
  down.add("one");
  let gap = 0;
  await pass(60_000, () => {
    expect(one.leads() && two.leads()).toBe(false);
    if (!one.leads() && !two.leads()) gap += 1;
  });
  expect([one.leads(), two.leads()]).toEqual([false, true]);
  expect(gap).toBeGreaterThan(0);
  down.clear();
  await pass(60_000, () => expect([one.leads(), two.leads()]).toEqual([false, true]));
});

test("who stops frees the Lease, and the next leads within a second", async () => {
  const [one, two] = [replica("one"), replica("two")];
  one.start();
  await pass(500);
  two.start();
  await pass(20_000);
  const stopping = one.stop();
  expect(one.leads()).toBe(false);
  await stopping;
  await pass(renewMs);
  expect(two.leads()).toBe(true);
  expect(await one.take()).toBe(false);
});

test("everybody who asks shares one renewal", async () => {
  const one = replica("one");
  one.start();
  await Promise.all([one.take(), one.take(), one.take()]);
  expect(server.requests.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  expect(one.remainingMs()).toBe(30_000);
});
