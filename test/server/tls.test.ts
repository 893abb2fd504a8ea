import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { certificateFiles, certificateInMemory } from "#server/certificate-source.ts";
import type { KeyPair } from "#server/key-pair.ts";
import { type CertificateEvent, type CertificateWatcher, watchCertificate } from "#server/tls.ts";
import { type TestCertificates, testCertificates } from "./certificates.ts";
import { fakeClock } from "./fake-clock.ts";
import { startServer } from "./running-server.ts";

let certificates: TestCertificates;
let folder: string;
let version = 0;
let keepers: CertificateWatcher[] = [];

beforeAll(async () => {
  certificates = await testCertificates();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outlive-tls-"));
});

afterEach(() => {
  for (const keeper of keepers) keeper.close();
  keepers = [];
  rmSync(folder, { recursive: true });
});

/** Writes as the kubelet does: a new directory, then the link `..data` renamed over the old one. */
function mount(pair: Partial<KeyPair>): void {
  version += 1;
  const data = `..${version}`;
  mkdirSync(join(folder, data));
  if (pair.certificate !== undefined) writeFileSync(join(folder, data, "tls.crt"), pair.certificate);
  if (pair.key !== undefined) writeFileSync(join(folder, data, "tls.key"), pair.key);
  symlinkSync(data, join(folder, "..data_tmp"));
  renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
}

function mountFirst(pair: KeyPair): void {
  mount(pair);
  for (const name of ["tls.crt", "tls.key"]) symlinkSync(join("..data", name), join(folder, name));
}

const files = () => ({ certificateFile: join(folder, "tls.crt"), keyFile: join(folder, "tls.key") });

function keep(onUse: (pair: KeyPair) => void = () => {}) {
  const clock = fakeClock(Date.now());
  const events: CertificateEvent[] = [];
  const keeper = watchCertificate({ source: certificateFiles(files()), clock, onEvent: (event) => events.push(event) });
  keepers.push(keeper);
  keeper.follow(onUse);
  return { keeper, clock, events };
}

describe("at start", () => {
  test("a missing certificate file is named", () => {
    expect(() => keep()).toThrow(`the certificate file ${join(folder, "tls.crt")} does not exist`);
  });

  test("a missing key file is named", () => {
    writeFileSync(join(folder, "tls.crt"), certificates.pair.certificate);
    expect(() => keep()).toThrow(`the private key file ${join(folder, "tls.key")} does not exist`);
  });

  test.each([
    ["a certificate that is none", () => ({ ...certificates.pair, certificate: "none" }), "the certificate is not PEM"],
    ["a key that is none", () => ({ ...certificates.pair, key: "none" }), "the private key is not PEM"],
    [
      "another one's key",
      () => ({ ...certificates.pair, key: certificates.otherPair.key }),
      "does not belong to the certificate",
    ],
  ])("%s is said", (_sentence, pair, message) => {
    const start = () => watchCertificate({ source: certificateInMemory(pair()), clock: fakeClock(), onEvent: () => {} });
    expect(start).toThrow(`the serving certificate cannot be used: `);
    expect(start).toThrow(message);
  });

  test("names and validity can be asked for", () => {
    mountFirst(certificates.pair);
    const { names, notAfterMs } = keep().keeper.servedCertificate();
    expect(names).toBe("DNS:localhost, IP Address:127.0.0.1");
    expect(notAfterMs).toBeGreaterThan(Date.now());
  });
});

describe("a change of the files", () => {
  test("is noticed through the renamed ..data link, and read once it has settled", async () => {
    mountFirst(certificates.pair);
    const used: KeyPair[] = [];
    const { keeper, clock, events } = keep((pair) => used.push(pair));
    const before = clock.waiting();
    mount(certificates.otherPair);
    await vi.waitFor(() => expect(clock.waiting()).toBe(before + 1), { timeout: 20_000 });
    expect(used).toEqual([]);
    clock.advance(200);
    expect(used).toEqual([certificates.otherPair]);
    expect(keeper.keyPair()).toEqual(certificates.otherPair);
    expect(events).toMatchObject([{ event: "reloaded", certificate: { fingerprint: keeper.servedCertificate().fingerprint } }]);
  });

  test("that nothing told of is found within a minute", () => {
    mountFirst(certificates.pair);
    const { keeper, clock } = keep();
    mount(certificates.otherPair);
    clock.advance(60_000);
    expect(keeper.keyPair()).toEqual(certificates.otherPair);
  });

  test("is not looked for after close", () => {
    mountFirst(certificates.pair);
    const { keeper, clock, events } = keep();
    keeper.close();
    mount(certificates.otherPair);
    clock.advance(600_000);
    expect([events, clock.waiting()]).toEqual([[], 0]);
  });

  test("to a pair that does not match keeps the old one and is said once", () => {
    mountFirst(certificates.pair);
    const { keeper, clock, events } = keep();
    mount({ certificate: certificates.otherPair.certificate, key: certificates.pair.key });
    clock.advance(300_000);
    expect(keeper.keyPair()).toEqual(certificates.pair);
    expect(events).toEqual([{ event: "rejected", reason: "the private key does not belong to the certificate" }]);
  });

  test("to missing files keeps the old one, and back to the old one says nothing", () => {
    mountFirst(certificates.pair);
    const { keeper, clock, events } = keep();
    mount({});
    clock.advance(60_000);
    mount(certificates.pair);
    clock.advance(60_000);
    expect(keeper.keyPair()).toEqual(certificates.pair);
    expect(events).toMatchObject([{ event: "rejected", reason: expect.stringContaining("does not exist") }]);
  });

  test("that the server refuses keeps the old one", () => {
    mountFirst(certificates.pair);
    const { keeper, clock, events } = keep(() => {
      throw new Error("ee key too small");
    });
    mount(certificates.otherPair);
    clock.advance(60_000);
    expect(keeper.keyPair()).toEqual(certificates.pair);
    expect(events).toEqual([{ event: "rejected", reason: "ee key too small" }]);
  });
});

describe("a running server", () => {
  const served = (port: number, ca: string, options: object = {}): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, ca, ...options }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.on("error", reject);
    });

  test("gives the new certificate to new connections, keeps the open ones and its oldest TLS version", async () => {
    const authority = await createAuthority("second", { now: new Date(), lifetimeSeconds: 3600 });
    const next = await issueLeaf(authority, { dns: [], ip: ["127.0.0.1"] }, { now: new Date(), lifetimeSeconds: 3600 });
    const { server, port, ca, call } = await startServer();
    const agent = new Agent({ keepAlive: true });
    const before = await served(port, ca);
    await call("/livez", { agent });
    server.useKeyPair(next);
    expect(await served(port, authority.certificate)).not.toBe(before);
    expect(await call("/livez", { agent })).toMatchObject({ status: 200, reusedConnection: true });
    await expect(
      served(port, authority.certificate, { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
    ).rejects.toThrow();
    await expect(
      served(port, authority.certificate, { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA" }),
    ).rejects.toThrow();
    expect(() => server.useKeyPair({ certificate: "none", key: "none" })).toThrow();
    expect(await served(port, authority.certificate)).not.toBe(before);
    agent.destroy();
    await server.close();
  });
});

test("an expired certificate makes unready", async () => {
  const clock = fakeClock(Date.now());
  const keeper = watchCertificate({ source: certificateInMemory(certificates.pair), clock, onEvent: () => {} });
  expect(keeper.notReadyReason()).toBeUndefined();
  clock.advance(86_400_000);
  expect(keeper.notReadyReason()).toBe("the serving certificate has expired");
});
