import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { request } from "node:https";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { freePorts, LOOPBACK } from "../../control-plane/ports.ts";
import { sendSignal } from "../../control-plane/processes.ts";
import type { Watchdog } from "../../control-plane/watchdog.ts";

/** One process of Outlive. */
export interface Replica {
  readonly slot: string;
  /** Which process of this slot, from 1. */
  readonly life: number;
  readonly program: string;
  readonly pid: number;
  readonly port: number;
  readonly ended: Promise<string>;
  /** How it ended, undefined while it runs. */
  readonly ending: () => string | undefined;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly isReady: () => Promise<boolean>;
  /** @throws Error where there is no answer within two seconds */
  readonly metrics: () => Promise<string>;
}

export interface ReplicaPlace {
  readonly slot: string;
  /** What Node runs. */
  readonly program: string;
  readonly configFile: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  /** For its log, its temporary files and V8's cache. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly watchdog: Watchdog;
}

const PATIENCE_MS = 2_000;

export async function startReplica(place: ReplicaPlace, life: number): Promise<Replica> {
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const output = openSync(join(place.folder, "log"), "a");
  const sockets = ["--host", LOOPBACK, "--port", String(port), "--metrics-port", String(metricsPort)];
  const args = [place.program, "serve", "--config", place.configFile, "--kubeconfig", place.kubeconfig, ...sockets];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ["ignore", output, output],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      POD_NAMESPACE: place.namespace,
      TMPDIR: place.folder,
      NODE_COMPILE_CACHE: join(place.folder, "compile-cache"),
      ...place.environment,
    },
  });
  closeSync(output);
  const pid = child.pid;
  if (pid === undefined) throw new Error("a replica cannot be started");
  place.watchdog.watch(pid);
  // The chart requests CPU for a replica, so that what else a node runs takes none of it away. Without root it stays as it is.
  try {
    setPriority(pid, constants.priority.PRIORITY_NORMAL);
  } catch {}
  let ending: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      ending = signal === null ? `exit code ${code}` : `signal ${signal}`;
      place.watchdog.forget(pid);
      resolve(ending);
    });
  });
  return {
    slot: place.slot,
    life,
    program: place.program,
    pid,
    port,
    ended,
    ending: () => ending,
    signal: (signal) => void sendSignal(pid, signal),
    isReady: () => answers(port),
    metrics: () => metricsOf(metricsPort),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { host: LOOPBACK, port, path: "/readyz", rejectUnauthorized: false, agent: false, timeout: PATIENCE_MS };
    const asked = request(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once("timeout", () => asked.destroy(new Error("timeout")));
    asked.once("error", () => resolve(false)).end();
  });
}

function metricsOf(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: LOOPBACK, port, path: "/metrics", agent: false, timeout: PATIENCE_MS };
    const asked = httpRequest(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.once("end", () => resolve(text)).once("error", reject);
    });
    asked.once("timeout", () => asked.destroy(new Error("timeout")));
    asked.once("error", reject).end();
  });
}
