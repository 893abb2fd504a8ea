import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { withLock } from "./build-lock.ts";

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "outlive-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "lock");
}

test("two holders never overlap", async () => {
  const path = lockPath();
  const events: string[] = [];
  const hold = (name: string): Promise<void> =>
    withLock(
      path,
      () => {},
      async () => {
        events.push(`${name} in`);
        await sleep(50);
        events.push(`${name} out`);
      },
    );
  await Promise.all([hold("a"), hold("b")]);
  expect(events).toEqual(["a in", "a out", "b in", "b out"]);
  expect(existsSync(path)).toBe(false);
});

test("the lock of a process that is gone is taken over", async () => {
  const path = lockPath();
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(path, String(gone));
  await expect(
    withLock(
      path,
      () => {},
      async () => {},
    ),
  ).resolves.toBeUndefined();
});

test("the lock is released when the work fails", async () => {
  const path = lockPath();
  const work = withLock(
    path,
    () => {},
    () => Promise.reject(new Error("no memory")),
  );
  await expect(work).rejects.toThrow("no memory");
  expect(existsSync(path)).toBe(false);
});
