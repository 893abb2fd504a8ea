import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { sendSignal } from "./processes.ts";

const TIMEOUT_MS = 90_000;

function run(script: string): { readonly pid: number; readonly line: () => Promise<string>; readonly code: Promise<number> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "run", "--", "sh", "-c", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    pid: child.pid as number,
    line: async () => String((await once(child.stdout, "data"))[0]).trim(),
    code: once(child, "exit").then(([code]) => code as number),
  };
}

test("run gives the command the cluster, and passes its exit code on", { timeout: TIMEOUT_MS }, async () => {
  const { line, code } = run("kubectl get --raw /readyz && exit 7");
  expect(await line()).toBe("ok");
  expect(await code).toBe(7);
});

test("a signal reaches the command and the cluster is stopped before run ends", { timeout: TIMEOUT_MS }, async () => {
  const { pid, line, code } = run('trap "exit 9" INT; echo $KUBECONFIG; for i in $(seq 600); do sleep 0.1; done');
  const folder = dirname(await line());
  sendSignal(pid, "SIGINT");
  expect(await code).toBe(9);
  expect(existsSync(folder)).toBe(false);
});

test("the cluster ends even when run is killed", { timeout: TIMEOUT_MS }, async () => {
  const { pid, line } = run("echo $KUBECONFIG; sleep 1");
  const folder = dirname(await line());
  sendSignal(pid, "SIGKILL");
  // The watchdog removes the folder after the last process.
  await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 40_000, interval: 100 });
});
