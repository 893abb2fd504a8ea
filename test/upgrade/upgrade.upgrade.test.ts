import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ageCertificates } from "../soak/cluster/age-certificates.ts";
import { type Replica, startReplica } from "../soak/cluster/replica.ts";
import { storedCertificate } from "../soak/cluster/stored-certificate.ts";
import { apps, loosePod } from "../soak/workload/apps.ts";
import { previousVersion } from "./previous-version.ts";
import { decide } from "./review.ts";
import { rollOuts, stored } from "./stored-objects.ts";
import { SLOTS, startPrevious, type TwoVersions, type Version } from "./two-versions.ts";

const found = previousVersion();
if (typeof found === "string") process.stderr.write(`upgrades are not tested: ${found}\n`);

/** A replica looks at the certificates every ten seconds, and a Lease whose holder is gone is taken over after forty. */
const LOOK_MS = 12_000;
const RENEWED_MS = 120_000;

describe.skipIf(typeof found === "string")("from the previous version to this one and back, under load", () => {
  let two: TwoVersions;
  let before: readonly string[] = [];

  beforeAll(async () => {
    if (typeof found === "string") return;
    two = await startPrevious(found);
    before = await rollOuts(two.client);
  }, 300_000);

  afterAll(() => two?.stop(), 60_000);

  const ready = ({ program }: Version): Replica => {
    const replica = two.fleet.running().find((each) => each.ready && each.replica.program === program)?.replica;
    if (replica === undefined) throw new Error(`no replica of ${program} is ready`);
    return replica;
  };

  async function nothingToChange(by: Version): Promise<void> {
    const replica = ready(by);
    for (const deployment of await stored(two.client, "deployments")) {
      expect(await decide(replica, deployment, deployment)).toEqual({ allowed: true, patch: [] });
      const other = { ...deployment, metadata: { ...deployment.metadata, annotations: { changed: "yes" } } };
      expect((await decide(replica, other, deployment)).allowed).toBe(true);
    }
    const pods = (await stored(two.client, "pods")).slice(0, 60);
    expect(pods.length).toBeGreaterThan(20);
    for (const pod of pods) expect(await decide(replica, pod)).toEqual({ allowed: true, patch: [] });
  }

  /** Twice, because the second time it is remembered. */
  async function sameDecisions(): Promise<void> {
    for (const app of apps) {
      const pod = loosePod(app, "fresh", 0, 1) as Parameters<typeof decide>[1];
      const one = await decide(ready(two.previous), pod);
      expect(await decide(ready(two.current), pod)).toEqual(one);
      expect(await decide(ready(two.current), pod)).toEqual(one);
      expect(await decide(ready(two.previous), pod)).toEqual(one);
    }
  }

  /** One leader, whichever version it is, renews; nobody takes back what it wrote. */
  async function renewedOnce(): Promise<void> {
    await ageCertificates(two.client, "leaf");
    const aged = await storedCertificate(two.client, "tls.crt");
    const begunMs = Date.now();
    let renewed = aged;
    while (renewed === aged && Date.now() - begunMs < RENEWED_MS) {
      await pause(1_000);
      renewed = await storedCertificate(two.client, "tls.crt");
    }
    expect(renewed).not.toBe(aged);
    await certificatesStay();
  }

  async function certificatesStay(): Promise<void> {
    const entries = (): Promise<readonly string[]> =>
      Promise.all([storedCertificate(two.client, "tls.crt"), storedCertificate(two.client, "ca.crt")]);
    const now = await entries();
    await pause(LOOK_MS);
    expect(await entries()).toEqual(now);
  }

  async function noneLost(): Promise<void> {
    expect(two.failures).toEqual([]);
    expect(two.surprises).toEqual([]);
    expect(await rollOuts(two.client)).toEqual(before);
  }

  test("the upgrade begins: replicas of the previous version go on with the configuration that they have", async () => {
    const certificates = await storedCertificate(two.client, "tls.crt");
    await two.applyChart(two.current);
    await two.roll(two.current, ["a"]);
    expect(await storedCertificate(two.client, "tls.crt")).toBe(certificates);
    for (const slot of ["b", "c"]) expect(two.log(slot)).toContain("new configuration rejected; the old one stays in effect");
    await noneLost();
  }, 180_000);

  test("side by side: neither version changes what the other one patched, and both decide alike", async () => {
    await nothingToChange(two.current);
    await nothingToChange(two.previous);
    await sameDecisions();
    await renewedOnce();
    await noneLost();
  }, 240_000);

  test("upgraded: nothing of what the previous version wrote is changed, certificates included", async () => {
    const certificates = await storedCertificate(two.client, "tls.crt");
    await two.roll(two.current, ["b", "c"]);
    expect(await storedCertificate(two.client, "tls.crt")).toBe(certificates);
    await certificatesStay();
    await nothingToChange(two.current);
    await noneLost();
  }, 240_000);

  test("a configuration with keys that the previous version does not know keeps it from starting, and it says which", async () => {
    const replica = await startReplica(two.place("old", two.previous, two.current.parts.configuration), 1);
    expect(await replica.ended).toBe("exit code 2");
    expect(two.log("old")).toMatch(/configuration\.yaml:\d+: .*unknown keys? /);
    process.stderr.write(`${two.log("old")}\n`);
  }, 60_000);

  test("the downgrade, by way of both side by side, and back to where it began", async () => {
    await two.applyChart(two.previous);
    await two.roll(two.previous, ["a"]);
    await nothingToChange(two.previous);
    await nothingToChange(two.current);
    await renewedOnce();
    await two.roll(two.previous, ["b", "c"]);
    await nothingToChange(two.previous);
    await renewedOnce();
    await noneLost();
  }, 300_000);

  test("no creation failed, none was unchecked, and no roll-out was started", async () => {
    await two.stopLoad();
    await noneLost();
    const { asked, created, failed, unchecked } = two.counts;
    process.stderr.write(`${created} creations, ${failed} failed, ${unchecked} unchecked\n`);
    expect({ created, failed, unchecked }).toEqual({ created: asked, failed: 0, unchecked: 0 });
    expect(two.fleet.running().map(({ replica }) => replica.program)).toEqual(SLOTS.map(() => two.previous.program));
    // Else there would have been nothing to take back.
    const patched = (await stored(two.client, "deployments")).filter(({ spec }) =>
      JSON.stringify(spec).includes('"preStop":{"sleep"'),
    );
    expect(patched).toHaveLength(apps.filter(({ treatment }) => treatment !== "untouched").length);
  }, 120_000);
});
