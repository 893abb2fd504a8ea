/** Certificates that Outlive keeps itself, with two replicas, a real API server that fails closed, and no more permissions than listed. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthority } from "#certificates/authority.ts";
import { readBundle } from "#certificates/authority-bundle.ts";
import { readStored } from "#certificates/stored-certificates.ts";
import { webhookConfigurationBundles } from "#kubernetes/api/webhook-configuration-bundles.ts";
import { installKept, type KeptInstallation, type KeptReplica, until } from "../certificates/kept-installation.ts";

let kept: KeptInstallation;
let one: KeptReplica;
let two: KeptReplica;

beforeAll(async () => {
  kept = await installKept("kept-certificates", 70);
  one = await kept.start("one");
  two = await kept.start("two");
});
afterAll(() => kept.stop());

const stored = async () => readStored(await kept.secret());
const leaf = async (): Promise<string> => (await stored()).leaf?.certificate.fingerprint ?? "";
const authority = async (): Promise<string> => (await stored()).authority?.certificate.fingerprint ?? "";
const bothServe = async (wanted: string): Promise<boolean> =>
  (await Promise.all([one.served(), two.served()])).every((fingerprint) => fingerprint === wanted);
const bothReady = async (): Promise<boolean> =>
  (await Promise.all([one.readiness(), two.readiness()])).every(({ status }) => status === 200);

const tookTurn = ({ log }: KeptReplica): boolean =>
  log.find(({ msg }) => msg === "acquired certificate leadership") !== undefined;

/** Creates Pods, at least 100 and until the work is done, and makes strict new connections meanwhile. */
async function whileCreating(
  work: () => Promise<void>,
): Promise<{ readonly created: number; readonly failures: readonly string[] }> {
  let done = false;
  let created = 0;
  const failures: string[] = [];
  const creating = async (): Promise<void> => {
    while (created < 100 || (!done && created < 400)) {
      created += 1;
      const failure = await kept.createPod();
      if (failure !== undefined) failures.push(`Pod ${created}: ${failure}`);
      await pause(20);
    }
  };
  const connecting = async (): Promise<void> => {
    while (!done) {
      for (const [replica, configuration] of [
        [one, "kept-one"],
        [two, "kept-two"],
      ] as const) {
        const taken = await replica.isTaken(await kept.bundle(configuration));
        if (!taken) failures.push(`${replica.identity}: a new connection was not taken`);
      }
      await pause(20);
    }
  };
  const working = work().finally(() => {
    done = true;
  });
  await Promise.all([creating(), connecting(), working]);
  return { created, failures };
}

describe("two replicas, started before their webhook configurations exist", () => {
  test("listen with the same certificate, and are not ready, saying why", async () => {
    await until(async () => bothServe(await leaf()), "both to serve what is stored");
    for (const { readiness } of [one, two]) {
      const { status, text } = await readiness();
      expect([status, text]).toEqual([503, expect.stringContaining("MutatingWebhookConfiguration kept-one does not exist yet")]);
    }
    expect([tookTurn(one), tookTurn(two)]).toEqual([true, false]);
  });

  test("are ready seconds after the configurations came, and Pods are injected by both", async () => {
    await kept.register(one, two);
    await until(bothReady, "both to be ready");
    await until(async () => (await kept.createPod()) === undefined, "the API server to know the bundles");
  });
});

test("The leaf is renewed under steady Pod creations, and none fails", async () => {
  const [before, signer] = [await leaf(), await authority()];
  const { created, failures } = await whileCreating(async () => {
    kept.clock.moveTo(-9);
    await until(async () => (await leaf()) !== before && (await bothServe(await leaf())), "both to serve another leaf");
  });
  expect(failures).toEqual([]);
  expect(created).toBeGreaterThanOrEqual(100);
  expect(await authority()).toBe(signer);
});

test("The authority is changed in overlap under steady Pod creations, and none fails", async () => {
  const signer = await authority();
  let bothTrusted = 0;
  const { created, failures } = await whileCreating(async () => {
    kept.clock.moveTo(-3);
    await until(async () => {
      if (readBundle(await kept.bundle("kept-one")).length === 2 && (await authority()) === signer) bothTrusted += 1;
      return (await authority()) !== signer && (await bothServe(await leaf()));
    }, "both to serve a leaf of another authority");
  });
  expect(failures).toEqual([]);
  expect(created).toBeGreaterThanOrEqual(100);
  expect(bothTrusted).toBeGreaterThan(0);
  expect(readBundle(await kept.bundle("kept-two"))).toHaveLength(2);
});

test("A Secret that is deleted is made again under steady Pod creations, and none fails", async () => {
  const signer = await authority();
  const { failures } = await whileCreating(async () => {
    await kept.deleteSecret();
    await until(async () => {
      const now = await leaf().catch(() => "");
      return now !== "" && (await authority()) !== signer && (await bothServe(now));
    }, "both to serve what the new Secret holds");
  });
  expect(failures).toEqual([]);
});

test("What was kept can be read from the metrics of the replica that kept it", async () => {
  const text = await (await fetch(`http://127.0.0.1:${one.webhook.metricsPort}/metrics`)).text();
  expect(text).toContain('outlive_certificate_rotations_total{step="stage-authority"} 1');
  expect(text).toMatch(/outlive_certificate_expiry_timestamp_seconds\{certificate="serving"\} \d+/);
  expect(text).toMatch(/outlive_certificate_expiry_timestamp_seconds\{certificate="ca"\} \d+/);
});

test("A bundle that is based on an old version of its configuration is not put", async () => {
  const { put } = webhookConfigurationBundles(kept.client, "MutatingWebhookConfiguration", "kept-two");
  expect(await put("never", { bundles: [undefined], version: "1" })).toBe(false);
});

test("A bundle that is taken out by hand is put back", async () => {
  const bundle = await kept.bundle("kept-two");
  await kept.revertBundle("kept-two");
  await until(async () => (await kept.bundle("kept-two")) === bundle, "the bundle to be put back");
  await until(async () => (await kept.createPod()) === undefined, "Pods to be created again");
  expect(await bothReady()).toBe(true);
});

test("Without overlap Pods would fail: an API server that trusts another authority refuses our certificate", async () => {
  const other = await createAuthority("another authority", { now: new Date(), lifetimeSeconds: 3600 });
  await kept.registerUnkept(two, other.certificate);
  let failure: string | undefined;
  await until(async () => {
    failure = await kept.createPod();
    return failure !== undefined;
  }, "the API server to know the other authority");
  expect(failure).toMatch(/failed calling webhook "unkept\.outlive\.dev".*certificate signed by unknown authority/);
  await kept.unregister("unkept");
  await until(async () => (await kept.createPod()) === undefined, "Pods to be created again");
});

test("The other replica goes on when the one that kept the certificates ends", async () => {
  const before = await leaf();
  await one.webhook.stop();
  await until(async () => tookTurn(two), "the turn to be taken");
  await kept.deleteSecret();
  await until(async () => ![before, ""].includes(await leaf().catch(() => "")), "the Secret to be made again");
});
