/** Target groups and applications for the tests of this folder. */
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { systemClock } from "#clock/clock.ts";
import { type AccessLogEntry, accessLogLine } from "./access-log.ts";
import { Alb } from "./alb.ts";
import type { HealthCheckSettings } from "./health-check.ts";
import { ManualClock } from "./manual-clock.ts";
import type { Target } from "./target.ts";
import { TargetGroup, type TargetGroupSettings } from "./target-group.ts";
import type { CheckResult, TargetHealth } from "./target-health.ts";
import type { LoadBalancerTiming } from "./timing.ts";

export const healthCheck: HealthCheckSettings = {
  protocol: "HTTP",
  path: "/",
  matcher: "200",
  port: undefined,
  intervalMs: 15_000,
  timeoutMs: 5_000,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
};

/** A target group whose time and whose health checks a test decides. */
export function timedGroup(settings: Partial<TargetGroupSettings> = {}) {
  const clock = new ManualClock();
  let result: CheckResult = { passed: true };
  const group = new TargetGroup(
    "k8s-web-shop-0123456789",
    { healthCheck, deregistrationDelayMs: 35_000, inUse: true, ...settings },
    { clock, registrationMs: 5_000, check: async () => result },
  );
  const checksFind = (found: CheckResult): void => {
    result = found;
  };
  return { clock, group, checksFind };
}

export interface Application {
  readonly target: Target;
  readonly connections: () => readonly Socket[];
  readonly stop: () => Promise<void>;
}

export async function application(listener: RequestListener): Promise<Application> {
  const sockets: Socket[] = [];
  const server = createHttpServer({ keepAliveTimeout: 60_000 }, listener).on("connection", (socket) => sockets.push(socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    target: { ip: "127.0.0.1", port: (server.address() as AddressInfo).port },
    connections: () => sockets,
    stop: async () => {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}

/** An application, and when its first request is there. */
export async function awaitedApplication(listener: RequestListener) {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const app = await application((request, answer) => {
    resolve();
    listener(request, answer);
  });
  return { app, arrived };
}

/** Takes connections and does with them what the test says. */
export async function listener(onConnection: (socket: Socket) => void): Promise<Application> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    target: { ip: "127.0.0.1", port: (server.address() as AddressInfo).port },
    connections: () => sockets,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), "close");
    },
  };
}

const neverAccepts = `
const { createServer } = require("node:net");
const { parentPort } = require("node:worker_threads");
const server = createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 20);
});`;

/** A port whose queue of connections is full: Linux drops further ones unanswered, as a VPC does for an address that nobody has. */
export async function unansweredTarget(): Promise<Application> {
  const worker = new Worker(neverAccepts, { eval: true });
  const [port] = (await once(worker, "message")) as [number];
  await pause(100);
  const fillers = [1, 2, 3].map(() => connect({ host: "127.0.0.1", port }).on("error", () => {}));
  await pause(100);
  return {
    target: { ip: "127.0.0.1", port },
    connections: () => [],
    stop: async () => {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}

export const quick: LoadBalancerTiming = {
  registrationMs: 0,
  deregistrationLagMs: [0],
  connectTimeoutMs: 200,
  idleTimeoutMs: 5_000,
};

/** A load balancer in front of targets whose health is as given, without waiting for checks. */
export async function albWith(
  targets: readonly { readonly target: Target; readonly health: TargetHealth }[],
  options: Partial<LoadBalancerTiming & { readonly deregistrationDelayMs: number }> = {},
) {
  const states = new Map(targets.map(({ target, health }) => [target.port, health]));
  const entries: AccessLogEntry[] = [];
  const clock = systemClock;
  const group = new TargetGroup(
    "shop",
    {
      healthCheck: { ...healthCheck, unhealthyThreshold: 1, intervalMs: 3_600_000 },
      deregistrationDelayMs: options.deregistrationDelayMs ?? 60_000,
      inUse: true,
    },
    { clock, registrationMs: 0, check: ({ port }) => checkAs(states.get(port)) },
  );
  const alb = new Alb({
    name: "k8s-web-shop",
    host: "127.0.0.1",
    timing: { ...quick, ...options },
    clock,
    addressOf: ({ ip, port }) => ({ host: ip, port }),
    log: (entry) => entries.push(entry),
  });
  alb.setRules([{ prefix: "/", group }]);
  group.register(targets.map(({ target }) => target));
  group.deregister(targets.filter(({ health }) => health.State === "draining").map(({ target }) => target));
  const url = await alb.listen();
  const wanted = (): boolean =>
    targets.every(({ target, health }) => health.State === "initial" || group.healthOf(target).State === health.State);
  while (!wanted()) await new Promise((done) => setTimeout(done, 5));
  return {
    group,
    url,
    entries,
    lines: () => entries.map(accessLogLine),
    stop: async () => {
      await alb.close();
      group.close();
    },
  };
}

function checkAs(health: TargetHealth | undefined): Promise<CheckResult> {
  if (health?.State === "initial") return new Promise(() => {});
  return Promise.resolve(health?.State === "healthy" ? { passed: true } : { passed: false, why: "connection" });
}
