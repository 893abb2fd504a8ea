import { once } from "node:events";
import { createServer as createPlainServer, type RequestListener } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect as connectPlain, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { respondToClientError } from "#server/client-error.ts";
import { testCertificates } from "./certificates.ts";

/** Those of the product in small, so that they pass many times over while the test waits. */
const timeouts = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 };
const LONG_MS = 500;
const request = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

async function connected(scheme: "http" | "https"): Promise<Socket> {
  const { ca, pair } = await testCertificates();
  const listener: RequestListener = (_request, response) => response.end("served");
  const server =
    scheme === "http"
      ? createPlainServer(timeouts, listener)
      : createServer({ ...timeouts, cert: pair.certificate, key: pair.key }, listener);
  server.on("clientError", respondToClientError);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const to = { host: "127.0.0.1", port };
  const socket = scheme === "http" ? connectPlain(to) : connect({ ...to, ca, servername: "localhost" });
  await once(socket, scheme === "http" ? "connect" : "secureConnect");
  onTestFinished(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return socket;
}

/** What has been received when `text` is in it, or when the connection has ended. */
async function received(socket: Socket, text: string): Promise<string> {
  let all = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    all += part;
  });
  const ended = once(socket, "close").then(() => true);
  while (!all.includes(text) && !(await Promise.race([ended, pause(10).then(() => false)])));
  return all;
}

test.each(["http", "https"] as const)(
  "%s: a connection that waits for its first request is served whenever that comes",
  async (scheme) => {
    const socket = await connected(scheme);
    let ended = false;
    socket.once("end", () => {
      ended = true;
    });
    await pause(LONG_MS);
    expect(ended).toBe(false);
    socket.write(request);
    expect(await received(socket, "served")).toMatch(/^HTTP\/1\.1 200 /);
  },
);

test.each(["http", "https"] as const)("%s: a request that does not come to its end is given up", async (scheme) => {
  const socket = await connected(scheme);
  socket.write("GET / HTTP/1.1\r\nHost:");
  expect(await received(socket, "408")).toMatch(/^HTTP\/1\.1 408 /);
});

test.each(["http", "https"] as const)("%s: so is one on a connection that waited for long", async (scheme) => {
  const socket = await connected(scheme);
  await pause(LONG_MS);
  socket.write("GET / HTTP/1.1\r\nHost:");
  expect(await received(socket, "408")).toMatch(/^HTTP\/1\.1 408 /);
});

test.each([
  ["no HTTP", "hello\r\n\r\n", 400],
  ["too many headers", `GET / HTTP/1.1\r\nlong: ${"x".repeat(20_000)}\r\n\r\n`, 431],
])("%s: the response says so, and the connection ends", async (_what, text, status) => {
  const socket = await connected("http");
  socket.write(text);
  expect(await received(socket, "never")).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});
