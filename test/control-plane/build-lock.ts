import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./processes.ts";

const POLL_MS = 500;
const TICK_MS = 10_000;

/**
 * Runs `work` while no other process holds `path`. It saves a second build of the same thing, no more: should two processes
 * ever both take a dead owner's lock, the atomic rename at the end of a build still keeps the cache whole.
 */
export async function withLock(path: string, report: (line: string) => void, work: () => Promise<void>): Promise<void> {
  await acquire(path, report);
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function acquire(path: string, report: (line: string) => void): Promise<void> {
  for (let waitedMs = 0; !tryAcquire(path); waitedMs += POLL_MS) {
    const owner = ownerOf(path);
    if (owner !== undefined && !isAlive(owner)) {
      rmSync(path, { force: true });
      continue;
    }
    if (waitedMs % TICK_MS === 0) {
      report(`waiting for process ${owner ?? "?"} which is building, ${waitedMs / 1000} s`);
    }
    await sleep(POLL_MS);
  }
}

// A link appears together with its content, so nobody ever reads a lock that does not yet name its owner.
function tryAcquire(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function ownerOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
