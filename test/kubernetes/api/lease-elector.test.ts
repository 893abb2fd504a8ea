import { beforeEach, describe, expect, test } from "vitest";
import { type Elector, leaseElector } from "#kubernetes/api/lease-elector.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { FakeObjects } from "../../certificates/fake-objects.ts";
import { type FakeClock, fakeClock } from "../../server/fake-clock.ts";

const lease = { namespace: "outlive", name: "certificates" };
const path = "/apis/coordination.k8s.io/v1/namespaces/outlive/leases/certificates";

let server: FakeObjects;
let clock: FakeClock;
beforeEach(() => {
  server = new FakeObjects();
  clock = fakeClock();
});

const elector = (identity: string, ownClock: FakeClock = clock): Elector =>
  leaseElector({ client: server, lease, identity, clock: ownClock, durationSeconds: 30 });

const holder = (): unknown => at(server.objects.get(path), "spec", "holderIdentity");
const transitions = (): unknown => at(server.objects.get(path), "spec", "leaseTransitions");

test("The first to ask makes the Lease and holds it; another one does not get it", async () => {
  const [one, two] = [elector("one"), elector("two")];
  expect([await one.take(), await two.take(), await one.take()]).toEqual([true, false, true]);
  expect(server.objects.get(path)).toMatchObject({
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: lease,
    spec: { holderIdentity: "one", leaseDurationSeconds: 30, leaseTransitions: 0 },
  });
});

test("A Lease that is renewed is never taken over, however long that goes on", async () => {
  const [one, two] = [elector("one"), elector("two")];
  await one.take();
  for (let time = 0; time < 20; time += 1) {
    clock.advance(10_000);
    expect([await one.take(), await two.take()]).toEqual([true, false]);
  }
});

test("A Lease that is not renewed is taken over when its duration has been watched to pass", async () => {
  const [one, two] = [elector("one"), elector("two")];
  await one.take();
  clock.advance(100_000);
  // Just arrived: that it was renewed long ago by the clock says nothing.
  expect(await two.take()).toBe(false);
  clock.advance(29_000);
  expect(await two.take()).toBe(false);
  clock.advance(1_000);
  expect(await two.take()).toBe(true);
  expect([await one.take(), holder(), transitions()]).toEqual([false, "two", 1]);
});

test("A clock that is years ahead takes nothing over", async () => {
  await elector("one").take();
  const ahead = elector("two", fakeClock(clock.nowMs() + 10 * 365 * 24 * 60 * 60 * 1000));
  expect(await ahead.take()).toBe(false);
});

test("Of two that take it over at the same moment one gets it", async () => {
  const [one, two, three] = [elector("one"), elector("two"), elector("three")];
  await one.take();
  await Promise.all([two.take(), three.take()]);
  clock.advance(30_000);
  const won = await Promise.all([two.take(), three.take()]);
  expect(won.toSorted()).toEqual([false, true]);
  expect(holder()).toBe(won[0] ? "two" : "three");
});

test("Of two that make it at the same moment one gets it", async () => {
  const won = await Promise.all([elector("one").take(), elector("two").take()]);
  expect(won.toSorted()).toEqual([false, true]);
});

test("A replica that slept through its duration learns at the next look that it is not in turn any more", async () => {
  const [one, two] = [elector("one"), elector("two")];
  await one.take();
  await two.take();
  clock.advance(30_000);
  expect([await two.take(), await one.take()]).toEqual([true, false]);
});

describe("a Lease that is given back", () => {
  test("is taken at once", async () => {
    const [one, two] = [elector("one"), elector("two")];
    await one.take();
    await one.release();
    expect([holder(), await two.take()]).toEqual(["", true]);
  });

  test("stays with whoever holds it by then", async () => {
    const [one, two] = [elector("one"), elector("two")];
    await two.take();
    await one.release();
    expect(holder()).toBe("two");
  });
});

test("A Lease that somebody made without a holder is free", async () => {
  server.put(path, { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: lease });
  expect(await elector("one").take()).toBe(true);
});

test("A failure that is no race is thrown", async () => {
  const failing = { ...server, request: () => Promise.reject(new Error("gone")) };
  const one = leaseElector({
    client: { ...failing, server: "x", close: async () => {} },
    lease,
    identity: "one",
    clock,
    durationSeconds: 30,
  });
  await expect(one.take()).rejects.toThrow("gone");
});
