import { once } from "node:events";
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { readAccessLogLine } from "./access-log.ts";
import { type Application, albWith, application, awaitedApplication, listener, unansweredTarget } from "./fixture.ts";
import { targetName } from "./target.ts";
import { draining, firstChecks, healthy, type TargetHealth } from "./target-health.ts";

const ok: Parameters<typeof application>[0] = (_, answer) => answer.end("ok");

async function status(url: string, agent: Agent | false = false): Promise<number> {
  const asked = request(url, { agent }).end();
  const [answer] = await once(asked, "response");
  answer.resume();
  await once(answer, "end");
  return answer.statusCode;
}

async function inFront(app: Application, health: TargetHealth = healthy, options: Parameters<typeof albWith>[1] = {}) {
  onTestFinished(app.stop);
  const alb = await albWith([{ target: app.target, health }], options);
  onTestFinished(alb.stop);
  return alb;
}

const lastLine = (lines: readonly string[]) => readAccessLogLine(lines.at(-1) ?? "");

test("a request reaches a healthy target and the log names it", async () => {
  const app = await application(ok);
  const alb = await inFront(app);
  expect(await status(`${alb.url}/p?q=1`)).toBe(200);
  expect(lastLine(alb.lines())).toMatchObject({
    "target:port": targetName(app.target),
    elb_status_code: "200",
    target_status_code: "200",
    request: `GET ${alb.url}/p?q=1 HTTP/1.1`,
  });
});

test("no registered target: 503 (user guide, 'HTTP 503: Service unavailable')", async () => {
  const alb = await albWith([]);
  onTestFinished(alb.stop);
  expect(await status(alb.url)).toBe(503);
  expect(lastLine(alb.lines())).toMatchObject({ "target:port": "-", elb_status_code: "503", target_status_code: "-" });
});

test("only targets that are initial: 503 ('the target in initial state is not taking traffic', AWS Zero Deployment Downtime)", async () => {
  expect(await status((await inFront(await application(ok), firstChecks)).url)).toBe(503);
});

test("a draining target answers where no other is healthy (AWS Zero Deployment Downtime)", async () => {
  expect(await status((await inFront(await application(ok), draining)).url)).toBe(200);
});

test("nobody listens on the port any more: 502 (user guide, 'HTTP 502: Bad gateway')", async () => {
  const app = await application(ok);
  const alb = await albWith([{ target: app.target, health: healthy }]);
  onTestFinished(alb.stop);
  await app.stop();
  expect(await status(alb.url)).toBe(502);
  expect(lastLine(alb.lines())).toMatchObject({
    "target:port": targetName(app.target),
    elb_status_code: "502",
    target_status_code: "-",
  });
});

test.each([
  ["resets", (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
  ["closes", (socket: { destroy(): unknown }) => socket.destroy()],
])("a target that %s the connection with the request outstanding: 502 (the same page)", async (_, end) => {
  const app = await listener((socket) => void socket.once("data", () => end(socket)));
  expect(await status((await inFront(app)).url)).toBe(502);
});

test("an address that answers nothing: 504 after the connect timeout ('HTTP 504: Gateway timeout'; 10 s in AWS Zero Deployment Downtime)", async () => {
  const gone = await unansweredTarget();
  const alb = await inFront(gone);
  expect(await status(alb.url)).toBe(504);
  expect(lastLine(alb.lines())).toMatchObject({
    "target:port": targetName(gone.target),
    elb_status_code: "504",
    target_processing_time: "-1",
  });
});

test("a target that is silent for longer than the idle timeout: 504 (the same page)", async () => {
  const app = await listener(() => {});
  expect(await status((await inFront(app, healthy, { idleTimeoutMs: 150 })).url)).toBe(504);
});

test("connections to targets are kept and used again ('Connection idle timeout')", async () => {
  const app = await application(ok);
  const alb = await inFront(app);
  for (let round = 0; round < 5; round += 1) expect(await status(alb.url)).toBe(200);
  expect(app.connections()).toHaveLength(1);
});

test("a kept connection that the target closes as a request arrives costs a 502 (targets should keep alive for longer than the load balancer)", async () => {
  let requests = 0;
  const app = await listener((socket) =>
    socket.on("data", () => {
      requests += 1;
      if (requests === 1) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nkeep-alive: timeout=1\r\n\r\n");
      else socket.destroy();
    }),
  );
  const alb = await inFront(app);
  expect([await status(alb.url), await status(alb.url)]).toEqual([200, 502]);
  expect(app.connections()).toHaveLength(1);
});

test("a request in flight is finished by a draining target ('Deregistration delay')", async () => {
  const { app, arrived } = await awaitedApplication((_, answer) => void setTimeout(() => answer.end("late"), 150));
  const alb = await inFront(app);
  const pending = status(alb.url);
  await arrived;
  alb.group.deregister([app.target]);
  expect(await pending).toBe(200);
});

test("a request that outlasts the delay is cut with a 502 ('the deregistration delay period elapsed', same page as 502)", async () => {
  const { app, arrived } = await awaitedApplication(() => {});
  const alb = await inFront(app, healthy, { deregistrationDelayMs: 100 });
  const pending = status(alb.url);
  await arrived;
  alb.group.deregister([app.target]);
  expect(await pending).toBe(502);
});

test("an answer that breaks off reaches the client as a broken connection, and the log has both codes", async () => {
  const app = await application((_, answer) => {
    answer.writeHead(200, { "content-length": "10" });
    answer.write("half");
    setTimeout(() => answer.destroy(), 20);
  });
  const alb = await inFront(app);
  await expect(status(alb.url)).rejects.toThrow();
  while (alb.entries.length === 0) await pause(10);
  expect(lastLine(alb.lines())).toMatchObject({ elb_status_code: "502", target_status_code: "200" });
});

/** Of the access log: how far a request got ("Access log entries"). */
const timesOf = (lines: readonly string[]) => {
  const line = lastLine(lines);
  return [line.request_processing_time, line.target_processing_time, line.response_processing_time].map((time) => time !== "-1");
};

test("the processing times say how far a failed request got", async () => {
  const refusing = await application(ok);
  const albOfRefusing = await albWith([{ target: refusing.target, health: healthy }]);
  onTestFinished(albOfRefusing.stop);
  await refusing.stop();
  await status(albOfRefusing.url);
  expect(timesOf(albOfRefusing.lines())).toEqual([false, false, false]);

  const closing = await inFront(await listener((socket) => void socket.once("data", () => socket.destroy())));
  await status(closing.url);
  expect(timesOf(closing.lines())).toEqual([true, true, false]);

  const silent = await inFront(await listener(() => {}), healthy, { idleTimeoutMs: 150 });
  await status(silent.url);
  expect(timesOf(silent.lines())).toEqual([true, false, false]);

  const vanished = await inFront(await unansweredTarget());
  await status(vanished.url);
  expect(timesOf(vanished.lines())).toEqual([false, false, false]);

  const { app, arrived } = await awaitedApplication(() => {});
  const slow = await inFront(app, healthy, { deregistrationDelayMs: 60 });
  const pending = status(slow.url);
  await arrived;
  slow.group.deregister([...slow.group.describe()].map(({ target }) => target));
  await pending;
  expect(timesOf(slow.lines())).toEqual([true, true, false]);
});

test("requests of one connection have one id, and the log names the node that took them", async () => {
  const alb = await inFront(await application(ok));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let round = 0; round < 2; round += 1) await status(alb.url, agent);
  agent.destroy();
  await status(alb.url);
  const lines = alb.lines().map(readAccessLogLine);
  expect(new Set(lines.map(({ conn_trace_id }) => conn_trace_id)).size).toBe(2);
  expect(lines.every(({ ip_address }) => /^10\.255\.0\.\d$/.test(ip_address))).toBe(true);
});

test("a client that leaves is logged as 460 ('HTTP 460')", async () => {
  const { app, arrived } = await awaitedApplication(() => {});
  const alb = await inFront(app);
  const asked = request(alb.url)
    .on("error", () => {})
    .end();
  await arrived;
  asked.destroy();
  while (alb.entries.length === 0) await pause(10);
  expect(lastLine(alb.lines()).elb_status_code).toBe("460");
});
