import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { readBundle, verifies } from "#certificates/authority-bundle.ts";
import type { Certificate } from "#certificates/certificate.ts";
import type { FailedWork, SelfCertificateEvent } from "#certificates/self-certificate-event.ts";
import { SelfCertificates } from "#certificates/self-certificates.ts";
import { readStored } from "#certificates/stored-certificates.ts";
import { type FakeClock, fakeClock } from "../server/fake-clock.ts";
import { FakeCluster } from "./fake-cluster.ts";

const daySeconds = 24 * 60 * 60;
const dayMs = daySeconds * 1000;
const names = { dns: ["outlive.outlive.svc"], ip: [] };

let cluster: FakeCluster;
let clock: FakeClock;
let running: number;
beforeEach(() => {
  running = 0;
  cluster = new FakeCluster();
  cluster.configure("mutating", undefined);
  cluster.configure("validating", undefined, "Cg==");
  clock = fakeClock();
});

interface Replica {
  readonly certificates: SelfCertificates;
  readonly events: SelfCertificateEvent[];
  readonly failures: FailedWork[];
  readonly leaf: () => Certificate;
  readonly unready: () => string | undefined;
}

function replica(identity: string, changes: { readonly names?: typeof names } = {}): Replica {
  let leaf: Certificate | undefined;
  const events: SelfCertificateEvent[] = [];
  const failures: FailedWork[] = [];
  const certificates = new SelfCertificates({
    store: cluster.certificateStore,
    leaderElection: cluster.turnOf(identity),
    targets: [cluster.carrier("mutating"), cluster.carrier("validating")],
    clock,
    names,
    lifetimes: { authoritySeconds: 360 * daySeconds, leafSeconds: 90 * daySeconds },
    propagationMs: 60_000,
    paceMs: 10_000,
    waitingPaceMs: 500,
    onLeaf: ({ certificate }) => {
      leaf = certificate;
    },
    onEvent: (event) => events.push(event),
    onFailure: (work) => failures.push(work),
    ...changes,
  });
  running += 1;
  return {
    certificates,
    events,
    failures,
    leaf: () => {
      if (leaf === undefined) throw new Error("there is no leaf");
      return leaf;
    },
    unready: () => certificates.notReadyReason(leaf?.fingerprint ?? "none"),
  };
}

/** Lets time pass, and every look that is due in it end. */
async function pass(ms: number, steps = 1): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    clock.advance(ms / steps);
    await buildResponse();
  }
}

/** Signing happens on threads; a look is over when its replica's timer waits again. */
async function buildResponse(): Promise<void> {
  do await setImmediate();
  while (clock.waiting() < running);
}

const what = ({ events }: Replica): readonly string[] =>
  events.map((event) => (event.event === "rotated" ? event.step.step : event.event));

/** Every webhook of every configuration verifies what the replica serves. */
const isTaken = (one: Replica): boolean =>
  [...cluster.configurations.values()]
    .flatMap(({ bundles }) => bundles)
    .every((bundle) => verifies(readBundle(bundle ?? ""), one.leaf(), clock.nowMs()));

const authority = (): string => readStored(cluster.secret?.entries ?? {}).authority?.certificate.fingerprint ?? "";

async function ready(...replicas: readonly Replica[]): Promise<void> {
  for (const one of replicas) await one.certificates.start();
  await pass(1_000, 2);
  for (const one of replicas) expect(one.unready()).toBeUndefined();
}

describe("a fresh start", () => {
  test("makes certificates, gives them to every webhook, and is ready at the next look", async () => {
    const one = replica("one");
    await one.certificates.start();
    expect(one.unready()).toBe("the mutating does not trust the serving certificate yet");
    await pass(500);
    expect(one.unready()).toBeUndefined();
    expect(isTaken(one)).toBe(true);
    expect(what(one)).toEqual(["leadership-acquired", "activate-authority", "bundle-put", "bundle-put"]);
  });

  test("of a second replica takes what the first one made", async () => {
    const [one, two] = [replica("one"), replica("two")];
    await ready(one, two);
    expect(two.leaf()).toEqual(one.leaf());
    expect(what(two)).toEqual([]);
  });

  test("of a replica that is not in turn waits for the Secret", async () => {
    cluster.holder = "somebody";
    const two = replica("two");
    await two.certificates.start();
    expect(two.unready()).toBe("there is no serving certificate yet");
    const one = replica("somebody");
    await ready(one);
    expect(two.unready()).toBeUndefined();
  });

  test("waits for a webhook configuration that does not exist, and says so once", async () => {
    cluster.configurations.delete("validating");
    const one = replica("one");
    await one.certificates.start();
    await pass(5_000, 10);
    expect(one.unready()).toBe("the validating does not exist yet");
    expect(what(one).filter((event) => event === "configuration-missing")).toHaveLength(1);
    cluster.configure("validating", undefined);
    await pass(1_000, 2);
    expect(one.unready()).toBeUndefined();
  });

  test("without an API server is tried again, told once for each mistake, and counted every time", async () => {
    cluster.failure = new Error("no way to that host");
    const one = replica("one");
    await one.certificates.start();
    await pass(5_000, 10);
    expect(one.unready()).toBe("the certificates have not been read yet");
    expect(what(one)).toEqual(["failed", "failed"]);
    expect(one.failures).toEqual(Array.from({ length: 11 }, () => ["lease", "certificates"]).flat());
    cluster.failure = undefined;
    await pass(1_000, 2);
    expect(one.unready()).toBeUndefined();
  });

  test.each([
    ["another writes the Secret first", () => cluster.store({})],
    ["another makes the Secret first", () => cluster.store({ "tls.crt": "" })],
  ])("where %s begins anew from what that one wrote", async (_sentence, faster) => {
    cluster.beforeWrite = () => {
      cluster.beforeWrite = () => {};
      faster();
    };
    const one = replica("one");
    await one.certificates.start();
    expect(what(one)).toEqual(["leadership-acquired", "overtaken"]);
    await pass(1_000, 2);
    expect(one.unready()).toBeUndefined();
    expect(isTaken(one)).toBe(true);
  });
});

describe("a replica that starts just as", () => {
  let one: Replica;
  beforeEach(async () => {
    one = replica("one");
    await ready(one);
  });

  test("the leaf is renewed takes the new one at its next look, and is ready", async () => {
    const former = one.leaf();
    const dueMs = former.notBeforeMs + ((former.notAfterMs - former.notBeforeMs) * 2) / 3;
    await pass(dueMs - clock.nowMs() - 15_000);
    const two = replica("two");
    await two.certificates.start();
    expect(two.leaf()).toEqual(former);
    await pass(20_000, 2);
    expect(one.leaf()).not.toEqual(former);
    await pass(10_000);
    expect(two.leaf()).toEqual(one.leaf());
    expect([two.unready(), isTaken(two)]).toEqual([undefined, true]);
  });

  test("another authority begins to sign is ready with what the former one signed, and changes over in time", async () => {
    await pass(240 * dayMs);
    await pass(50_000, 5);
    const former = one.leaf();
    const two = replica("two");
    await two.certificates.start();
    await pass(30_000, 3);
    expect(one.leaf()).not.toEqual(former);
    expect(two.leaf()).toEqual(former);
    expect([two.unready(), isTaken(two)]).toEqual([undefined, true]);
    await pass(60_000, 6);
    expect(two.leaf()).toEqual(one.leaf());
    expect([two.unready(), isTaken(two)]).toEqual([undefined, true]);
  });
});

describe("two replicas that are ready", () => {
  let one: Replica;
  let two: Replica;
  beforeEach(async () => {
    [one, two] = [replica("one"), replica("two")];
    await ready(one, two);
  });

  test("renew the leaf at two thirds of its life, without a new authority", async () => {
    const before = [one.leaf(), authority()];
    await pass(61 * dayMs);
    await pass(20_000, 2);
    expect(one.leaf()).not.toEqual(before[0]);
    expect(two.leaf()).toEqual(one.leaf());
    expect(authority()).toBe(before[1]);
    expect(isTaken(two)).toBe(true);
  });

  test("change the authority in overlap: for a minute both are trusted and the old one signs", async () => {
    await pass(241 * dayMs);
    await pass(20_000, 2);
    const former = authority();
    const leaf = one.leaf();
    expect(readBundle(cluster.bundleOf("mutating"))).toHaveLength(2);
    await pass(30_000, 3);
    expect(authority()).toBe(former);
    await pass(60_000, 6);
    expect(authority()).not.toBe(former);
    expect(one.leaf()).not.toEqual(leaf);
    expect(two.leaf()).toEqual(one.leaf());
    expect([isTaken(one), isTaken(two), readBundle(cluster.bundleOf("validating")).length]).toEqual([true, true, 2]);
  });

  test("wait with a new authority for as long as one configuration is reverted to the old one", async () => {
    const former = authority();
    const old = cluster.bundleOf("validating");
    await pass(241 * dayMs);
    for (let minute = 0; minute < 10; minute += 1) {
      cluster.configure("validating", old);
      await pass(30_000, 3);
    }
    expect([authority(), isTaken(one)]).toEqual([former, true]);
    await pass(90_000, 9);
    expect(authority()).not.toBe(former);
  });

  test("put a bundle back that somebody reverted, and stay ready meanwhile", async () => {
    const bundle = cluster.bundleOf("mutating");
    cluster.configure("mutating", "reverted");
    expect(one.unready()).toBeUndefined();
    await pass(10_000);
    expect(cluster.bundleOf("mutating")).toBe(bundle);
    expect(cluster.puts.slice(-1)).toEqual(["mutating"]);
    await pass(60_000, 6);
    expect(cluster.puts).toHaveLength(3);
  });

  test.each<[string, () => void]>([
    ["deleted", () => cluster.store(undefined)],
    ["emptied", () => cluster.store({})],
    [
      "filled with nonsense",
      () => cluster.store({ "ca.crt": "x", "ca.key": "y", "tls.crt": "z", "tls.key": "", "ca-bundle.crt": "?" }),
    ],
  ])("serve on from memory when the Secret was %s, until the new authority is trusted everywhere", async (_how, spoil) => {
    const former = one.leaf();
    spoil();
    await pass(10_000);
    expect(readStored(cluster.secret?.entries ?? {}).leaf?.certificate).not.toEqual(former);
    expect([one.leaf(), two.leaf()]).toEqual([former, former]);
    expect(isTaken(one)).toBe(true);
    await pass(90_000, 9);
    expect(one.leaf()).toEqual(readStored(cluster.secret?.entries ?? {}).leaf?.certificate);
    expect([isTaken(one), isTaken(two)]).toEqual([true, true]);
    expect(two.leaf()).toEqual(one.leaf());
  });

  test("leave authorities of others out of what they put back", async () => {
    const foreign = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    cluster.configure("mutating", `${foreign}${cluster.bundleOf("mutating")}`);
    cluster.store(undefined);
    await pass(10_000);
    expect(cluster.bundleOf("mutating")).not.toContain("AAAA");
  });

  test("hand the turn on when the one that has it ends", async () => {
    await one.certificates.stop();
    running = 1;
    await pass(10_000);
    expect(what(two)).toContain("leadership-acquired");
    await pass(61 * dayMs);
    await pass(20_000, 2);
    expect(what(two)).toContain("issue-leaf");
    expect(isTaken(two)).toBe(true);
  });

  test("keep the readiness that they had when a configuration is deleted", async () => {
    cluster.configurations.delete("mutating");
    await pass(20_000, 2);
    expect([one.unready(), two.unready()]).toEqual([undefined, undefined]);
  });

  test("survive a clock that jumps ahead beyond every end", async () => {
    await pass(2_000 * dayMs);
    await pass(20_000, 4);
    expect([isTaken(one), isTaken(two)]).toEqual([true, true]);
  });

  test("look no more after they were stopped", async () => {
    await one.certificates.stop();
    await two.certificates.stop();
    expect([clock.waiting(), cluster.holder]).toEqual([0, ""]);
  });
});
