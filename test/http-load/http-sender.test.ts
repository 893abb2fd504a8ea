import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type LocalCertificates, localCertificates } from "#cli/local-certificates.ts";
import { systemClock, type Timers } from "#clock/clock.ts";
import { HttpSender, type Sender } from "#http-load/http-sender.ts";
import type { ProbeTarget } from "#http-load/probe-target.ts";
import type { Turn } from "#probe/load/turn.ts";
import type { Outcome } from "#probe/results/outcome.ts";
import { RunClock } from "../support/run-clock.ts";
import { httpServer, httpsServer, type Loopback, tcpServer } from "./loopback.ts";

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const opened = (server: Loopback): Loopback => {
  closing.push(server.close);
  return server;
};

const timeouts = { connectTimeoutMs: 10_000, timeoutMs: 30_000 };

function senderTo(url: string, more: Partial<ProbeTarget> = {}, clock: Timers = systemClock): Sender {
  const target: ProbeTarget = { url: new URL(url), method: "GET", headers: [], ca: undefined, podHeader: undefined, ...more };
  const sender = new HttpSender(target, timeouts, clock);
  closing.push(() => sender.close());
  return sender;
}

const fresh: Turn = { address: "127.0.0.1", connection: "fresh", slot: 0 };
const kept: Turn = { ...fresh, connection: "kept" };

async function outcomeOf(sender: Sender, turn: Turn): Promise<Outcome> {
  const outcome = await sender.send(turn);
  if (outcome === undefined) throw new Error("it was ended");
  return outcome;
}

const seen = ({ status, error, sent, responder }: Outcome) => ({ status, error, sent, responder });

const whole = (port: number): string => `http://127.0.0.1:${port}/`;

describe.each([fresh, kept])("a request on a $connection connection", (turn) => {
  test.each([200, 204, 301, 404, 500, 503])("has the status that came: %i", async (status) => {
    const { port } = opened(
      await httpServer((_, response) => response.writeHead(status, { location: "http://127.0.0.2/" }).end()),
    );
    expect(seen(await outcomeOf(senderTo(whole(port)), turn))).toEqual({
      status,
      error: undefined,
      sent: true,
      responder: "unknown",
    });
  });

  test("is refused where nothing listens", async () => {
    const server = await httpServer(() => {});
    await server.close();
    expect(seen(await outcomeOf(senderTo(whole(server.port)), turn))).toMatchObject({ status: 0, error: "connect", sent: false });
  });

  test.each([
    ["resets the connection", "reset", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy())],
    ["closes its side without a response", "reset", (socket: Socket) => socket.once("data", () => socket.end())],
    ["closes its side at once", "reset", (socket: Socket) => socket.end()],
    [
      "breaks off within the headers",
      "reset",
      (socket: Socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nConte")),
    ],
    ["does not speak HTTP", "other", (socket: Socket) => socket.once("data", () => socket.end("220 smtp\r\n"))],
  ] as const)("fails where the peer %s", async (_, error, behaviour) => {
    const { port } = opened(await tcpServer(behaviour));
    expect(seen(await outcomeOf(senderTo(whole(port)), turn))).toMatchObject({ status: 0, error });
  });

  test.each([
    ["a length", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"],
    ["chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"],
  ])("fails where a body with %s breaks off, although its status was good", async (_, text) => {
    const { port } = opened(await tcpServer((socket) => socket.once("data", () => socket.end(text))));
    expect(seen(await outcomeOf(senderTo(whole(port)), turn))).toMatchObject({ status: 200, error: "reset", sent: true });
  });

  test.each([
    ["never responds", () => {}],
    ["never ends its response", (socket: Socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")],
  ])("ends after its time where the peer %s", async (_, behaviour) => {
    const clock = new RunClock();
    let received = false;
    const { port } = opened(
      await tcpServer((socket) =>
        socket.once("data", () => {
          behaviour(socket);
          received = true;
        }),
      ),
    );
    const ending = outcomeOf(senderTo(whole(port), {}, clock), turn);
    await clock.until(() => received, 1);
    let ended = false;
    void ending.then(() => (ended = true));
    await clock.until(() => ended, 500);
    const outcome = await ending;
    expect(seen(outcome)).toMatchObject({ error: "timeout", sent: true });
    expect(outcome.durationMs).toBeGreaterThanOrEqual(timeouts.timeoutMs);
    expect(outcome.durationMs).toBeLessThan(timeouts.timeoutMs + 1000);
  });

  test("is not sent where its connection takes longer than a load balancer would wait", async () => {
    const clock = new RunClock();
    const silent = opened(await tcpServer(() => {}));
    const ending = outcomeOf(senderTo(`https://127.0.0.1:${silent.port}/`, {}, clock), turn);
    let ended = false;
    void ending.then(() => (ended = true));
    await clock.until(() => ended, 100);
    const { durationMs, ...outcome } = await ending;
    expect(seen({ ...outcome, durationMs })).toMatchObject({ status: 0, error: "timeout", sent: false });
    expect(durationMs).toBeGreaterThanOrEqual(timeouts.connectTimeoutMs);
    expect(durationMs).toBeLessThan(timeouts.connectTimeoutMs + 200);
  });

  test("is undefined where it was ended from here, and never a failure", async () => {
    let received = false;
    const { port } = opened(await httpServer(() => (received = true)));
    const sender = senderTo(whole(port));
    const sent = sender.send(turn);
    const clock = new RunClock();
    await clock.until(() => received, 0);
    sender.close();
    expect(await sent).toBeUndefined();
  });
});

describe("connections", () => {
  test("that are kept serve many requests, fresh ones one each", async () => {
    const server = opened(await httpServer((_, response) => response.end("ok")));
    const sender = senderTo(whole(server.port));
    for (let n = 0; n < 10; n += 1) await outcomeOf(sender, kept);
    expect(server.connections()).toBe(1);
    for (let n = 0; n < 10; n += 1) await outcomeOf(sender, fresh);
    expect(server.connections()).toBe(11);
  });

  test("go to the address whose turn it is, with the name of the URL", async () => {
    const hosts: (string | undefined)[] = [];
    const answer = (name: string) => (request: IncomingMessage, response: ServerResponse) => {
      hosts.push(request.headers.host);
      response.setHeader("x-pod", name);
      response.end();
    };
    const one = opened(await httpServer(answer("one"), "127.0.0.1"));
    opened(await httpServer(answer("two"), "127.0.0.2", one.port));
    const sender = senderTo(`http://shop.example.com:${one.port}/`, { podHeader: "x-pod" });
    const pods = [];
    for (const address of ["127.0.0.1", "127.0.0.2"]) {
      for (const turn of [fresh, kept]) pods.push((await outcomeOf(sender, { ...turn, address })).pod);
    }
    expect(pods).toEqual(["one", "one", "two", "two"]);
    expect(new Set(hosts)).toEqual(new Set([`shop.example.com:${one.port}`]));
  });

  test("carry path, query, method and headers as they were given", async () => {
    const requests: unknown[] = [];
    const { port } = opened(
      await httpServer(({ method, url, headers }, response) => {
        requests.push([method, url, headers["authorization"]]);
        response.end();
      }),
    );
    await outcomeOf(senderTo(`${whole(port)}a%20b?c=d`, { method: "HEAD", headers: [["Authorization", "Bearer x"]] }), fresh);
    expect(requests).toEqual([["HEAD", "/a%20b?c=d", "Bearer x"]]);
  });

  test("follow no redirect", async () => {
    const elsewhere = opened(await httpServer((_, response) => response.end(), "127.0.0.2"));
    const location = `http://127.0.0.2:${elsewhere.port}/`;
    const { port } = opened(await httpServer((_, response) => response.writeHead(302, { location }).end()));
    expect((await outcomeOf(senderTo(whole(port)), fresh)).status).toBe(302);
    expect(elsewhere.connections()).toBe(0);
  });
});

describe("who responded", () => {
  test.each([
    ["the load balancer, by its signature", { server: "awselb/2.0" }, "load-balancer"],
    ["the application, by the name of its Pod", { server: "awselb/2.0", "x-pod": "shop-1" }, "application"],
    ["nobody knows, by any other name", { server: "nginx" }, "unknown"],
    ["nobody knows, without a name", {}, "unknown"],
  ])("%s", async (_, headers, responder) => {
    const { port } = opened(await httpServer((__, response) => response.writeHead(502, headers).end()));
    expect((await outcomeOf(senderTo(whole(port), { podHeader: "x-pod" }), fresh)).responder).toBe(responder);
  });
});

describe("TLS", () => {
  let certificates: LocalCertificates;
  beforeAll(async () => {
    certificates = await localCertificates({ dns: ["shop.example.com"], ip: [] }, 1, new Date());
  });

  const secure = async (): Promise<Loopback> =>
    opened(await httpsServer((_, response) => response.end("ok"), certificates.leaf.key, certificates.leaf.certificate));

  test.each([fresh, kept])("works with the URL's name at any address, on $connection connections", async (turn) => {
    const { port } = await secure();
    const sender = senderTo(`https://shop.example.com:${port}/`, { ca: certificates.authority.certificate });
    expect(seen(await outcomeOf(sender, turn))).toMatchObject({ status: 200, error: undefined });
  });

  test.each([
    ["an authority that nobody trusts", "shop.example.com", false],
    ["another name", "other.example.com", true],
  ])("fails with %s", async (_, name, trusted) => {
    const { port } = await secure();
    const sender = senderTo(`https://${name}:${port}/`, trusted ? { ca: certificates.authority.certificate } : {});
    expect(seen(await outcomeOf(sender, fresh))).toMatchObject({ status: 0, error: "tls", sent: false });
  });

  test("fails as a connection where the peer closes within the handshake", async () => {
    const { port } = opened(await tcpServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
    expect(seen(await outcomeOf(senderTo(`https://127.0.0.1:${port}/`), fresh))).toMatchObject({ error: "connect", sent: false });
  });
});
