import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Watchdog } from "./watchdog.ts";

const POLL_MS = 50;

export type Program = { readonly name: string; readonly path: string; readonly args: readonly string[] };

export type RunningProcess = {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** How it ended, or undefined while it runs. */
  readonly ending: () => string | undefined;
};

/** Starts a program whose output goes to `<folder>/<name>.log`, and has the watchdog end it should we die. */
export async function startProcess(program: Program, folder: string, watchdog: Watchdog): Promise<RunningProcess> {
  const log = join(folder, `${program.name}.log`);
  const output = openSync(log, "a");
  // A process group of its own: Ctrl-C in a terminal reaches only us, and we end the programs in the right order.
  const child = spawn(program.path, program.args, { cwd: folder, detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  let ending: string | undefined;
  child.once("exit", (code, signal) => {
    ending = signal === null ? `exit code ${code}` : `signal ${signal}`;
    watchdog.forget(child.pid as number);
  });
  await new Promise<void>((resolve, reject) => {
    child
      .once("spawn", resolve)
      .once("error", (cause) => reject(new Error(`${program.path} cannot be started: ${cause.message}`, { cause })));
  });
  const pid = child.pid as number;
  watchdog.watch(pid);
  child.unref();
  return { name: program.name, pid, log, ending: () => ending };
}

/** Polls until `isReady`; a process that ends first, or takes too long, is an error that carries the end of its log. */
export async function waitUntilReady(running: RunningProcess, isReady: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  while (!(await isReady())) {
    const ending = running.ending();
    if (ending !== undefined || Date.now() > deadlineMs) {
      throw new Error(
        `${running.name} ${ending === undefined ? `was not ready within ${timeoutMs / 1000} s` : `ended with ${ending}`}. The end of its log:\n${logTail(running.log)}`,
      );
    }
    await sleep(POLL_MS);
  }
}

export async function stopProcess(running: RunningProcess, graceMs: number): Promise<void> {
  const deadlineMs = Date.now() + graceMs;
  for (let signal: NodeJS.Signals = "SIGTERM"; running.ending() === undefined; ) {
    sendSignal(running.pid, signal);
    while (running.ending() === undefined && (signal === "SIGKILL" || Date.now() < deadlineMs)) {
      await sleep(POLL_MS);
    }
    signal = "SIGKILL";
  }
}

export function isAlive(pid: number): boolean {
  return sendSignal(pid, 0) && !isZombie(pid);
}

/** False when there is no such process. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

// In a container whose first process reaps late or never, what has ended still takes signals. Elsewhere there is no /proc.
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

function logTail(path: string): string {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-20).join("\n");
}
