/** moto's server on a free loopback port: a process of its own, installed into a virtual environment by the first run. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pythonTools } from "../../../scripts/release/python-tools.ts";

export interface MotoServer {
  /** URL without a path. */
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

const readyMs = 60_000;
const pollMs = 100;

const attempts = 3;

export async function startMoto(report: (line: string) => void): Promise<MotoServer> {
  const programs = pythonTools(report, join(import.meta.dirname, "requirements.txt"));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(programs);
    } catch (error) {
      // Somebody may have taken the port between our choosing it and the server's listening on it.
      if (attempt === attempts) throw error;
    }
  }
}

async function startOnce(programs: string): Promise<MotoServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(join(programs, "moto_server"), ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const ended = once(server, "exit");
  const stop = async (): Promise<void> => {
    server.kill("SIGKILL");
    await ended;
  };
  for (let waitedMs = 0; !(await responds(endpoint)); waitedMs += pollMs) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode}`);
    if (waitedMs > readyMs) {
      await stop();
      throw new Error(`moto_server does not listen after ${readyMs / 1000} s`);
    }
    await sleep(pollMs);
  }
  return { endpoint, stop };
}

async function responds(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
