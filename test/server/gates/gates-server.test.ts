import { once } from "node:events";
import { connect } from "node:net";
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
