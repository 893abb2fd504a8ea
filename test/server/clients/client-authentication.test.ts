import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { systemClock } from "#clock/clock.ts";
import {
  type ClientAuthoritiesEvent,
  followClientAuthorities,
  readClientAuthorities,
} from "#server/clients/client-authorities.ts";
import { type Authority, createAuthority, type KeyPair } from "../../control-plane/certificates.ts";
import { type RunningServer, startServer } from "../running-server.ts";

let running: RunningServer | undefined;
let authority: Authority;
let other: Authority;
const folder = mkdtempSync(join(tmpdir(), "outlive-clients-"));

beforeAll(async () => {
  authority = await createAuthority("clients");
  other = await createAuthority("others");
});

afterEach(async () => {
  await running?.server.close();
  running = undefined;
});

afterAll(() => rmSync(folder, { recursive: true }));

const start = async (names: readonly string[] = []): Promise<RunningServer> => {
  running = await startServer({ clients: { authorities: authority.certificate, names } });
  return running;
};

async function statusOf({ call }: RunningServer, path: string, client: KeyPair | undefined): Promise<number> {
  const agent = new https.Agent(client === undefined ? {} : { cert: client.certificate, key: client.key });
  const reply = await call(path, { agent, ...(path === "/livez" ? {} : { body: "{}" }) });
  agent.destroy();
  return reply.status;
}

describe("where clients are authenticated", () => {
  test.each([
    ["of the authority", () => authority.issueClient({ commonName: "kube-apiserver" }), 200],
    ["of another authority", () => other.issueClient({ commonName: "kube-apiserver" }), 401],
    ["not at all", () => undefined, 401],
  ])("a certificate %s", async (_sentence, client, status) => {
    const server = await start();
    expect(await statusOf(server, "/mutate", await client())).toBe(status);
    expect(await statusOf(server, "/validate?timeout=1s", await client())).toBe(status);
    if (status === 401)
      expect(server.seen.slice(0, 2)).toMatchObject([
        { event: "rejected", rejection: "client-not-authenticated" },
        { event: "refused", status: 401 },
      ]);
  });

  test("names can be demanded as well", async () => {
    const server = await start(["kube-apiserver"]);
    expect(await statusOf(server, "/mutate", await authority.issueClient({ commonName: "kube-apiserver" }))).toBe(200);
    expect(await statusOf(server, "/mutate", await authority.issueClient({ commonName: "somebody" }))).toBe(401);
  });

  test("a kubelet's probe needs no certificate", async () => {
    expect(await statusOf(await start(), "/livez", undefined)).toBe(200);
  });

  test("new authorities and a new serving certificate are taken without losing the other", async () => {
    const server = await start();
    const client = await other.issueClient({ commonName: "kube-apiserver" });
    server.server.useClientAuthorities(`${authority.certificate}\n${other.certificate}`);
    expect(await statusOf(server, "/mutate", client)).toBe(200);
    expect(await statusOf(server, "/mutate", await authority.issueClient({ commonName: "kube-apiserver" }))).toBe(200);
  });
});

describe("an Authorization header", () => {
  test("is accepted and shows up nowhere", async () => {
    running = await startServer();
    const reply = await running.call("/mutate", { body: "{}", headers: { authorization: "Bearer planted-token" } });
    expect(reply.status).toBe(200);
    const refused = await running.call("/mutate", { body: "{", headers: { authorization: "Bearer planted-token" } });
    expect(refused.status).toBe(400);
    expect(JSON.stringify([reply, refused, running.seen])).not.toContain("planted-token");
  });
});

describe("the file of client authorities", () => {
  test.each([
    ["that is missing", undefined, /none\.crt cannot be read/],
    ["that holds no certificate", "no certificate", /holds no PEM certificate/],
  ])("%s is named", (_sentence, content, message) => {
    const file = join(folder, content === undefined ? "none.crt" : "broken.crt");
    if (content !== undefined) writeFileSync(file, content);
    expect(() => readClientAuthorities(file)).toThrow(message);
  });

  test("is followed; a broken one is told once and the old one stays", async () => {
    const file = join(folder, "ca.crt");
    writeFileSync(file, authority.certificate);
    const events: ClientAuthoritiesEvent[] = [];
    const used: string[] = [];
    const stop = followClientAuthorities({ file, clock: systemClock, onEvent: (event) => events.push(event) }, (pem) =>
      used.push(pem),
    );
    writeFileSync(file, "broken");
    await vi.waitFor(() => expect(events).toMatchObject([{ event: "rejected" }]), { timeout: 20_000 });
    writeFileSync(file, other.certificate);
    await vi.waitFor(() => expect(used).toEqual([other.certificate]), { timeout: 20_000 });
    stop();
    expect(events.map(({ event }) => event)).toEqual(["rejected", "reloaded"]);
  });
});
