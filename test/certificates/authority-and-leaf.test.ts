import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import type { CertifiedKey } from "#certificates/pem.ts";

const day = 24 * 60 * 60;
const year = { now: new Date(), lifetimeSeconds: 365 * day };
const names = {
  dns: ["outlive.outlive.svc", "outlive-admission-webhook-with-a-long-name.a-namespace-with-a-name-of-length.svc"],
  ip: ["127.0.0.1", "::1"],
};
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

let authority: CertifiedKey;
let leaf: CertifiedKey;
let folder: string;

beforeAll(async () => {
  authority = await createAuthority("outlive test authority", year);
  leaf = await issueLeaf(authority, names, { ...year, lifetimeSeconds: 90 * day });
  folder = mkdtempSync(join(tmpdir(), "outlive-certs-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("a leaf", () => {
  const certificate = (): X509Certificate => new X509Certificate(leaf.certificate);

  test.each(names.dns)("is for the host %s", (name) => expect(certificate().checkHost(name)).toBe(name));
  test.each(names.ip)("is for the address %s", (address) => expect(certificate().checkIP(address)).toBe(address));
  test("is for no other host", () => expect(certificate().checkHost("outlive.other.svc")).toBeUndefined());
  test("is no authority", () => expect(certificate().ca).toBe(false));

  test("was issued and signed by the authority", () => {
    const issuer = new X509Certificate(authority.certificate);
    expect(certificate().checkIssued(issuer)).toBe(true);
    expect(certificate().verify(issuer.publicKey)).toBe(true);
  });

  test("was not signed by another authority of the same name", async () => {
    const other = new X509Certificate((await createAuthority("outlive test authority", year)).certificate);
    expect(certificate().verify(other.publicKey)).toBe(false);
  });

  test("has a serial number of its own", async () => {
    const again = await issueLeaf(authority, names, year);
    expect(new X509Certificate(again.certificate).serialNumber).not.toBe(certificate().serialNumber);
  });

  test("needs a name", async () => {
    await expect(issueLeaf(authority, { dns: [], ip: [] }, year)).rejects.toThrow("at least one DNS name or address");
  });

  test("needs an authority that is PEM", async () => {
    await expect(issueLeaf({ certificate: "nonsense", key: "" }, names, year)).rejects.toThrow('PEM block "CERTIFICATE"');
  });

  test("is taken by a TLS client that trusts the authority alone", async () => {
    const server = createServer({ cert: leaf.certificate, key: leaf.key }, (socket) => socket.end()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: "127.0.0.1", ca: authority.certificate, servername: names.dns[0] ?? "" });
    await once(socket, "secureConnect");
    expect(socket.authorized).toBe(true);
    socket.destroy();
    server.close();
  });

  test.skipIf(!hasOpenssl)("passes openssl verify -x509_strict (skipped where openssl is not installed)", () => {
    writeFileSync(join(folder, "ca.pem"), authority.certificate);
    writeFileSync(join(folder, "leaf.pem"), leaf.certificate);
    const purpose = ["-purpose", "sslserver", "-verify_hostname", names.dns[0] ?? ""];
    const verified = spawnSync("openssl", ["verify", "-x509_strict", ...purpose, "-CAfile", "ca.pem", "leaf.pem"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(verified.stdout + verified.stderr).toBe("leaf.pem: OK\n");
  });
});

describe("validity", () => {
  const at = (iso: string, lifetimeSeconds: number): Promise<CertifiedKey> =>
    createAuthority("outlive test authority", { now: new Date(iso), lifetimeSeconds });

  test.each([
    ["before 2050, where the encoding of years changes", "2030-06-01T12:00:00Z", 30 * day, "2030-07-01T12:00:00.000Z"],
    ["across 2050", "2049-12-20T00:00:00Z", 30 * day, "2050-01-19T00:00:00.000Z"],
  ])("ends a lifetime after now: %s", async (_sentence, now, lifetime, end) => {
    const certificate = new X509Certificate((await at(now, lifetime)).certificate);
    expect(certificate.validToDate.toISOString()).toBe(end);
  });

  test.each([
    ["a day ago", 90 * day, "2030-05-31T12:00:00.000Z"],
    ["a tenth of a short life ago", day / 24, "2030-06-01T11:54:00.000Z"],
  ])("begins %s, for clocks that are behind", async (_sentence, lifetime, begin) => {
    const certificate = new X509Certificate((await at("2030-06-01T12:00:00Z", lifetime)).certificate);
    expect(certificate.validFromDate.toISOString()).toBe(begin);
  });
});
