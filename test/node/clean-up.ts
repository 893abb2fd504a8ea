import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, sendSignal } from "../control-plane/processes.ts";
import { commandLineOf } from "../control-plane/read-if-there.ts";
import { HOST_INTERFACE } from "./addresses.ts";
import { nodeCgroups, removeCgroup } from "./cgroups.ts";
import { readRecord, removeRecord } from "./record.ts";

const GRACE_MS = 10_000;
const POLL_MS = 50;

/**
 * Removes whatever of the nodes is still there, in whatever state a start left it. The processes first: with the last of them
 * the kernel takes away the interfaces, the iptables rules and the mounts, and only then can the cgroups go.
 */
export async function cleanUp(): Promise<void> {
  const record = readRecord();
  if (record !== undefined) {
    await endProcesses(record.folder);
    rmSync(record.folder, { recursive: true, force: true, maxRetries: 5 });
  }
  // The kernel removes it a moment after the last process.
  spawnSync("ip", ["link", "delete", HOST_INTERFACE], { stdio: "ignore" });
  await removeCgroups();
  removeRecord();
}

/** The processes that have the folder on their command line, which is new for each start: those of the machine and of its set-up. */
export function processesOf(folder: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLineOf(pid).some((argument) => argument.includes(folder)))
    .map(Number);
}

async function endProcesses(folder: string): Promise<void> {
  const deadlineMs = Date.now() + GRACE_MS;
  for (let pids = processesOf(folder).filter(isAlive); pids.length > 0 && Date.now() < deadlineMs; ) {
    for (const pid of pids) sendSignal(pid, "SIGKILL");
    await sleep(POLL_MS);
    pids = processesOf(folder).filter(isAlive);
  }
}

// A group is busy until the kernel has buried its last process.
async function removeCgroups(): Promise<void> {
  const deadlineMs = Date.now() + GRACE_MS;
  for (const group of nodeCgroups()) {
    for (;;) {
      try {
        removeCgroup(group);
        break;
      } catch (error) {
        if (Date.now() > deadlineMs) throw error;
        await sleep(POLL_MS);
      }
    }
  }
}
