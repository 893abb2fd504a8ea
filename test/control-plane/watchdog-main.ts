/** The watchdog's own process: reads messages until standard input closes, then cleans up. See watchdog.ts. */

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, sendSignal } from "./processes.ts";
import type { WatchdogMessage } from "./watchdog.ts";

const GRACE_MS = 5_000;
const POLL_MS = 50;

await main();

async function main(): Promise<void> {
  const pids = new Set<number>();
  const commands: (readonly string[])[] = [];
  const folders = new Set<string>();
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as WatchdogMessage;
    if ("release" in message) {
      process.exit(0);
    }
    if ("watch" in message) pids.add(message.watch);
    if ("forget" in message) pids.delete(message.forget);
    if ("afterwards" in message) commands.push(message.afterwards);
    if ("remove" in message) folders.add(message.remove);
  }
  // One after the other, the last started first: an API server whose etcd is gone takes long to end.
  for (const pid of [...pids].reverse()) {
    await end(pid);
  }
  for (const [file = "", ...args] of commands) {
    spawnSync(file, args, { stdio: "ignore" });
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function end(pid: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(pid)) return;
    const deadlineMs = Date.now() + GRACE_MS;
    sendSignal(pid, signal);
    while (isAlive(pid) && Date.now() < deadlineMs) await sleep(POLL_MS);
  }
}
