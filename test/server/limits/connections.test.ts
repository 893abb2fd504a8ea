import { once } from "node:events";
import { connect as tcpConnect } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type RunningServer, startServer } from "../running-server.ts";

let running: RunningServer | undefined;
const sockets: { destroy(): unknown }[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await running?.server.close();
  running = undefined;
});

const limits = { body: 1024, bodies: 4096, connections: 3 };

async function open({ port, ca }: RunningServer): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port, ca });
  socket.on("error", () => {});
  sockets.push(socket);
  await once(socket, "secureConnect");
  return socket;
}

const rejected = ({ seen }: RunningServer): number => seen.filter(({ event }) => event === "rejected").length;

describe("past the number of connections", () => {
  test("the one that has been idle longest gives way to a new one", async () => {
    running = await startServer({ limits });
    const [oldest, ...others] = [await open(running), await open(running), await open(running)];
    const closed = once(oldest as TLSSocket, "close");
    expect(await running.call("/livez")).toMatchObject({ status: 200 });
    await closed;
    expect(others.map(({ destroyed }) => destroyed)).toEqual([false, false]);
    expect(rejected(running)).toBe(1);
  });

  test("so does one that does not even begin TLS", async () => {
    running = await startServer({ limits });
    const silent = tcpConnect(running.port, "127.0.0.1");
    sockets.push(silent);
    await once(silent, "connect");
    await open(running);
    await open(running);
    const closed = once(silent, "close");
    expect(await running.call("/livez")).toMatchObject({ status: 200 });
    await closed;
  });

  test("a connection with a request in it stays, and the new one is closed", async () => {
    running = await startServer({ limits });
    for (let i = 0; i < 3; i += 1) {
      const socket = await open(running);
      socket.write("POST /mutate HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
    }
    await vi.waitFor(async () => await expect(running?.call("/livez")).rejects.toThrow(), { timeout: 20_000 });
    expect(sockets.map((socket) => (socket as TLSSocket).destroyed)).toEqual([false, false, false]);
  });

  test("what has been closed counts no more", async () => {
    running = await startServer({ limits });
    for (let i = 0; i < 8; i += 1) expect(await running.call("/livez")).toMatchObject({ status: 200 });
    expect(rejected(running)).toBe(0);
  });
});
