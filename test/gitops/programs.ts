import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answersOk } from "../control-plane/probe.ts";
import { type Program, type RunningProcess, startProcess, stopProcess, waitUntilReady } from "../control-plane/processes.ts";
import { startWatchdog } from "../control-plane/watchdog.ts";

export interface Programs {
  /** Holds what they write, until they are stopped. */
  readonly folder: string;
  readonly start: (
    program: Program & { readonly env: Readonly<Record<string, string>> },
    ready: () => Promise<boolean>,
  ) => Promise<RunningProcess>;
  readonly stop: () => Promise<void>;
}

const readyMs = 60_000;
const graceMs = 5_000;

/** Programs beside the control plane of the tests; they end with `stop`, or with this process. */
export function programs(): Programs {
  const folder = mkdtempSync(join(tmpdir(), "outlive-gitops-"));
  const watchdog = startWatchdog();
  watchdog.remove(folder);
  const running: RunningProcess[] = [];
  return {
    folder,
    start: async ({ name, path, args, env }, ready) => {
      const settings = Object.entries(env).map(([key, value]) => `${key}=${value}`);
      const process = await startProcess({ name, path: "/usr/bin/env", args: [...settings, path, ...args] }, folder, watchdog);
      running.push(process);
      await waitUntilReady(process, ready, readyMs);
      return process;
    },
    stop: async () => {
      for (const process of running.toReversed()) await stopProcess(process, graceMs);
      rmSync(folder, { recursive: true, force: true });
      watchdog.release();
    },
  };
}

export const answersAt = (port: number, path: string) => (): Promise<boolean> => answersOk(`http://127.0.0.1:${port}${path}`);

export const accepts = (port: number) => (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
