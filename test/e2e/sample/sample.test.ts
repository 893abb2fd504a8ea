import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { freePorts } from "../../control-plane/ports.ts";

interface Running {
  readonly process: ChildProcess;
  readonly port: number;
}

async function start(script: string, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const [port = 0] = await freePorts(1);
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port), ...env },
    stdio: "inherit",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  while ((await get(port, "/").catch(() => undefined)) === undefined) await pause(20);
  return { process: child, port };
}

interface Got {
  readonly status: number;
  readonly connection: string | undefined;
}

async function get(port: number, path: string, agent: Agent | false = false, method = "GET"): Promise<Got> {
  const asked = request({ host: "127.0.0.1", port, path, agent, method }).end();
  const [answer] = await once(asked, "response");
  answer.resume();
  await once(answer, "end");
  return { status: answer.statusCode, connection: answer.headers.connection };
}

const ended = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? ((await once(child, "exit")) as [number | null])[0];

test("one ends at SIGTERM with a request in flight, which is lost", async () => {
  const app = await start("exits.ts");
  const lost = expect(get(app.port, "/slow?ms=5000")).rejects.toThrow();
  await pause(100);
  app.process.kill("SIGTERM");
  await lost;
  expect(await ended(app.process)).toBe(0);
});

test("one finishes at SIGTERM what is in flight, closes idle connections and ends", async () => {
  const app = await start("drains.ts");
  const agent = new Agent({ keepAlive: true });
  expect((await get(app.port, "/", agent)).connection).toBe("keep-alive");
  const slow = get(app.port, "/slow?ms=3000");
  await pause(1_000);
  app.process.kill("SIGTERM");
  expect((await slow).status).toBe(200);
  expect(await ended(app.process)).toBe(0);
});

test("a sidecar passes requests on and tells 502 when the application is gone", async () => {
  const app = await start("exits.ts");
  const sidecar = await start("sidecar.ts", { UPSTREAM_PORT: String(app.port) });
  expect((await get(sidecar.port, "/slow?ms=1")).status).toBe(200);
  app.process.kill("SIGTERM");
  await ended(app.process);
  expect((await get(sidecar.port, "/")).status).toBe(502);
});

test("a sample is alive until it is told to break", async () => {
  const app = await start("exits.ts");
  expect((await get(app.port, "/livez")).status).toBe(200);
  await get(app.port, "/break", false, "POST");
  expect((await get(app.port, "/livez")).status).toBe(500);
  expect((await get(app.port, "/")).status).toBe(200);
});
