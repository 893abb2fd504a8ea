/** The watchdog's own process: reads messages until standard input closes, then cleans up. See watchdog.ts. */

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
  const folders = new Set<string>();
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as WatchdogMessage;
    if ("release" in message) {
      process.exit(0);
    }
    if ("watch" in message) pids.add(message.watch);
    if ("forget" in message) pids.delete(message.forget);
    if ("remove" in message) folders.add(message.remove);
  }
  // The last started depends on the first: etcd, then the API server, then its clients.
  await endAll([...pids].reverse());
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function endAll(pids: readonly number[]): Promise<void> {
  const deadlineMs = Date.now() + GRACE_MS;
  for (const pid of pids) sendSignal(pid, "SIGTERM");
  while (pids.some(isAlive) && Date.now() < deadlineMs) await sleep(POLL_MS);
  for (const pid of pids) sendSignal(pid, "SIGKILL");
  while (pids.some(isAlive) && Date.now() < deadlineMs + GRACE_MS) await sleep(POLL_MS);
}
