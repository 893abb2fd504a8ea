import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stringify } from "yaml";
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";

const validity = { now: new Date(), lifetimeSeconds: 3_600 };

let folder: string;
let server: Server;
let client: ApiClient;
let connections = 0;

/** Gives the server a certificate of a new authority, which it does not tell the client. */
async function renewed(): Promise<string> {
  const authority = await createAuthority("test", validity);
  const { certificate, key } = await issueLeaf(authority, { dns: [], ip: ["127.0.0.1"] }, validity);
  server.setSecureContext({ cert: certificate, key });
  return authority.certificate;
}

const trust = (authority: string): void => writeFileSync(join(folder, "ca.crt"), authority);

const ask = async (): Promise<unknown> => (await client.request("/version")).json();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "outlive-authority-"));
  connections = 0;
  server = createServer((_, response) => response.end("{}"));
  server.on("secureConnection", () => {
    connections += 1;
  });
  trust(await renewed());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cluster = { server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, "certificate-authority": "ca.crt" };
  const config = {
    clusters: [{ name: "a", cluster }],
    users: [{ name: "a", user: { token: "t" } }],
    contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
    "current-context": "a",
  };
  writeFileSync(join(folder, "config"), stringify(config));
  client = createClient({ kubeconfig: join(folder, "config") });
});

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

test("Requests share TLS connections", async () => {
  for (let time = 0; time < 20; time += 1) await ask();
  expect(connections).toBeLessThanOrEqual(2);
});

test("A new certificate authority in the file is trusted without a restart, for new connections", async () => {
  await ask();
  const next = await renewed();
  server.closeAllConnections();
  // The first request may still be given the connection that was cut.
  await ask().catch(() => undefined);
  await expect(ask()).rejects.toThrow("was not issued by the kubeconfig's certificate authority");
  trust(next);
  expect(await ask()).toEqual({});
});
