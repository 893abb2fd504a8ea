import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { isAlive, sendSignal } from "./processes.ts";

// A program that starts a sleeper under the watchdog, prints both pids, and waits.
const PARENT = `
  import { startProcess } from ${JSON.stringify(join(import.meta.dirname, "processes.ts"))};
  import { startWatchdog } from ${JSON.stringify(join(import.meta.dirname, "watchdog.ts"))};
  const watchdog = startWatchdog();
  watchdog.remove(process.argv[1]);
  const args = ["-c", process.argv[2]];
  const sleeper = await startProcess({ name: "sleeper", path: "/bin/sh", args }, process.argv[1], watchdog);
  console.log(JSON.stringify([watchdog.pid, sleeper.pid]));
  setInterval(() => {}, 1000);
`;

test.each([
  { signal: "SIGINT", sleeper: "sleep 1000" },
  // It ignores SIGTERM, so the watchdog's grace of 5 s passes first.
  { signal: "SIGKILL", sleeper: "trap '' TERM; while :; do sleep 1; done" },
] as const)("after $signal to the parent nothing is left of `$sleeper`", { timeout: 20_000 }, async ({ signal, sleeper }) => {
  const folder = mkdtempSync(join(tmpdir(), "outlive-watchdog-"));
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "-e", PARENT, folder, sleeper], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = (await once(parent.stdout, "data")) as [Buffer];
  const pids = JSON.parse(output.toString()) as number[];
  expect(pids.map(isAlive)).toEqual([true, true]);

  sendSignal(parent.pid as number, signal);

  await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 15_000, interval: 50 });
  expect(existsSync(folder)).toBe(false);
});
