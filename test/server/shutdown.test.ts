import { EventEmitter, once } from "node:events";
import { Agent } from "node:https";
import { setImmediate as turn } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, test, vi } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import { createDrain, type Drain } from "#server/drain.ts";
import { endOnSignal, type ShutdownEvent } from "#server/shutdown.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";
import { type RunningServer, request, startServer } from "./running-server.ts";

interface Process {
  readonly running: RunningServer;
  readonly drain: Drain;
  readonly clock: FakeClock;
  readonly signals: EventEmitter;
  readonly events: ShutdownEvent[];
  readonly exits: number[];
}

let cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(cleanUp.map((act) => act()));
  cleanUp = [];
});

async function startProcess({ drainSeconds = 10, closeRest = () => Promise.resolve() } = {}): Promise<Process> {
  const clock = fakeClock();
  const drain = createDrain(seconds(drainSeconds), clock);
  const running = await startServer({
    beforeClose: () => drain.over(),
    readiness: () => [drain.notReadyReason()].filter((reason) => reason !== undefined),
  });
  const signals = new EventEmitter();
  const events: ShutdownEvent[] = [];
  const exits: number[] = [];
  endOnSignal({
    signals,
    clock,
    drain,
    server: running.server,
    closeRest,
    maximum: seconds(drainSeconds + 5),
    exit: (code) => exits.push(code),
    onEvent: (event) => events.push(event),
  });
  cleanUp.push(async () => {
    clock.advance(60_000);
    running.server.cutConnections();
    await running.server.close();
  });
  return { running, drain, clock, signals, events, exits };
}

const body = JSON.stringify({ request: { uid: "u-1", text: "x".repeat(6000) } });

/** Calls one after the other over kept connections, as the API server does, until told to stop. */
function hammer(ca: string, port: () => number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  let stopped = false;
  const tally = { answered: 0, failures: [] as string[] };
  const workers = Array.from({ length: 4 }, async () => {
    while (!stopped) {
      try {
        const { status } = await request(`https://127.0.0.1:${port()}/mutate?timeout=5s`, ca, { body, agent });
        if (status === 200) tally.answered += 1;
        else tally.failures.push(String(status));
      } catch (error) {
        tally.failures.push(error instanceof Error && "code" in error ? String(error.code) : String(error));
        await turn();
      }
    }
  });
  const answeredMore = async (count: number): Promise<void> => {
    const goal = tally.answered + tally.failures.length + count;
    await vi.waitUntil(() => tally.answered + tally.failures.length >= goal, { timeout: 20_000, interval: 1 });
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    await Promise.all(workers);
    agent.destroy();
  };
  return { tally, answeredMore, stop };
}

/** One replica is told to end; the clients hear of it only after 200 more calls, as kube-proxy does some seconds later. */
async function rollUnderLoad(drainSeconds: number): Promise<readonly string[]> {
  const old = await startProcess({ drainSeconds });
  const replacement = await startServer();
  cleanUp.push(() => replacement.server.close());
  let port = old.running.port;
  const trusted = old.running.ca + replacement.ca;
  const load = hammer(trusted, () => port);
  await load.answeredMore(200);
  old.signals.emit("SIGTERM", "SIGTERM");
  if (drainSeconds === 0) old.clock.advance(0);
  await load.answeredMore(200);
  port = replacement.port;
  await load.answeredMore(100);
  old.clock.advance(drainSeconds * 1000);
  await vi.waitUntil(() => old.exits.length > 0, { timeout: 20_000 });
  await load.answeredMore(100);
  await load.stop();
  expect(old.exits).toEqual([0]);
  expect(old.events.map(({ event }) => event)).toEqual(["draining", "over"]);
  return load.tally.failures;
}

describe("under load from kept connections", () => {
  test("a drain that covers propagation loses no request", async () => {
    expect(await rollUnderLoad(10)).toEqual([]);
  }, 30_000);

  test("without a drain requests are lost, so that the test above means something", async () => {
    expect((await rollUnderLoad(0)).length).toBeGreaterThan(0);
  }, 30_000);
});

describe("after SIGTERM", () => {
  test("readiness is false at once, liveness stays, and answers end their connection", async () => {
    const { running, signals } = await startProcess();
    expect((await running.call("/readyz")).status).toBe(200);
    signals.emit("SIGTERM", "SIGTERM");
    await turn();
    expect(await running.call("/readyz")).toMatchObject({ status: 503, text: "draining for 10 s before exit\n" });
    expect((await running.call("/livez")).status).toBe(200);
    const answer = await running.call("/mutate", { body, agent: new Agent({ keepAlive: true }) });
    expect([answer.status, answer.headers.connection]).toEqual([200, "close"]);
  });

  test("nothing ends before the drain is over", async () => {
    const { clock, signals, exits, running } = await startProcess();
    signals.emit("SIGTERM", "SIGTERM");
    clock.advance(9_999);
    await turn();
    expect((await running.call("/mutate", { body })).status).toBe(200);
    expect(exits).toEqual([]);
    clock.advance(1);
    await vi.waitUntil(() => exits.length > 0, { timeout: 20_000 });
    expect(exits).toEqual([0]);
    await expect(running.call("/livez")).rejects.toThrow("ECONNREFUSED");
  });

  test("connections that wait for nothing are closed at the end of the drain", async () => {
    const { clock, signals, exits, running } = await startProcess();
    const agent = new Agent({ keepAlive: true });
    await running.call("/livez", { agent });
    await open(running);
    await running.call("/livez");
    await open(running); // whose handshake the server has not finished yet
    signals.emit("SIGTERM", "SIGTERM");
    clock.advance(10_000);
    await vi.waitUntil(() => exits.length > 0, { timeout: 20_000 });
    expect(exits).toEqual([0]);
    agent.destroy();
  });

  test("what the server needed is ended after it", async () => {
    const order: string[] = [];
    const closeRest = async (): Promise<void> => void order.push("rest");
    const { clock, signals, exits, events } = await startProcess({ closeRest });
    signals.emit("SIGINT", "SIGINT");
    await turn();
    expect(order).toEqual([]);
    clock.advance(10_000);
    await vi.waitUntil(() => exits.length > 0, { timeout: 20_000 });
    expect(order).toEqual(["rest"]);
    expect(events[0]).toEqual({ event: "draining", signal: "SIGINT" });
  });

  test("a second signal ends the process at once", async () => {
    const { signals, exits } = await startProcess();
    signals.emit("SIGTERM", "SIGTERM");
    signals.emit("SIGTERM", "SIGTERM");
    expect(exits).toEqual([1]);
  });

  test("a request whose body does not come holds the end up until the maximum", async () => {
    const { clock, signals, exits, events, running } = await startProcess();
    const socket = await open(running);
    socket.write("POST /mutate HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
    await turn();
    signals.emit("SIGTERM", "SIGTERM");
    clock.advance(14_999);
    await running.call("/livez").catch(() => {});
    expect(exits).toEqual([]);
    clock.advance(1);
    await vi.waitUntil(() => exits.length > 0, { timeout: 20_000 });
    expect(exits).toEqual([0]);
    expect(events.map(({ event }) => event)).toEqual(["draining", "connections-cut", "over"]);
  });

  test("something that never closes is left behind a second after the maximum", async () => {
    const { clock, signals, exits, events } = await startProcess({ closeRest: () => new Promise(() => {}) });
    signals.emit("SIGTERM", "SIGTERM");
    clock.advance(16_000);
    expect(exits).toEqual([1]);
    expect(events.map(({ event }) => event)).toEqual(["draining", "connections-cut", "not-over"]);
  });

  test("an error while closing is told and ends with 1", async () => {
    const { clock, signals, exits, events } = await startProcess({ closeRest: () => Promise.reject(new Error("stuck")) });
    signals.emit("SIGTERM", "SIGTERM");
    clock.advance(10_000);
    await vi.waitUntil(() => exits.length > 0, { timeout: 20_000 });
    expect(exits).toEqual([1]);
    expect(events.at(-1)).toMatchObject({ event: "failed", error: { message: "stuck" } });
  });
});

async function open({ port, ca }: RunningServer): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port, ca });
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  return socket;
}
