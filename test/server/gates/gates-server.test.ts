import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveGates } from "#server/gates/gates-server.ts";
import type { PlainServer } from "#server/plain-server.ts";

let server: PlainServer;
beforeAll(async () => {
  server = await serveGates(
    ({ method, path, body }) => ({
      status: 200,
      contentType: "application/json",
      text: JSON.stringify([method, path, body ?? null]),
    }),
    "127.0.0.1",
    0,
  );
});
afterAll(() => server.close());

const ask = async (path: string, init: RequestInit = {}): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${server.port}${path}`, init)).json();

test("a question is passed on without its query, with its body as JSON", async () => {
  expect(await ask("/flagger/rollout?a=b", { method: "POST", body: '{"name":"shop"}' })).toEqual([
    "POST",
    "/flagger/rollout",
    { name: "shop" },
  ]);
});

test.each(["", "{", "x".repeat(1_000_000)])("a body that is none is passed on as nothing (%#)", async (body) => {
  expect(await ask("/flagger/rollout", { method: "POST", body })).toEqual(["POST", "/flagger/rollout", null]);
});

test("a body that never ends keeps nobody from being answered", async () => {
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("POST /flagger/rollout HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");
  expect(await ask("/gate")).toEqual(["GET", "/gate", null]);
  socket.destroy();
});

/** Flagger makes a client for each call, and an idle connection stays open with each. */
test("five hundred connections at once are answered, and none of them is kept", async () => {
  const sockets: Socket[] = [];
  for (let index = 0; index < 500; index += 1) sockets.push(connect(server.port, "127.0.0.1"));
  const answers = sockets.map((socket) => text(socket));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  for (const socket of sockets) socket.write("GET /gate HTTP/1.1\r\nhost: x\r\n\r\n");
  const all = await Promise.all(answers);
  expect(all.filter((answer) => answer.startsWith("HTTP/1.1 200 ") && answer.includes("connection: close"))).toHaveLength(500);
});
