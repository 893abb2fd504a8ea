import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { sendSignal } from "../../cluster/processes.ts";
import { hostTraces } from "../../node/host-traces.ts";

/** Whether any process has the words in its command line. */
function runs(words: string): boolean {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => commandOf(pid).includes(words));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

test("a proof that is interrupted under load leaves nothing behind", async () => {
  const before = hostTraces();
  const args = [join(import.meta.dirname, "main.ts"), "--scenario", "roll-out", "--variant", "nothing"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "close");
  await vi.waitFor(() => expect(runs("vegeta attack")).toBe(true), { timeout: 240_000, interval: 500 });
  sendSignal(child.pid as number, "SIGINT");
  expect(await ended).toEqual([1, null]);
  expect(said).toContain("Interrupted");
  expect(runs("vegeta attack")).toBe(false);
  expect(runs("rollout status deployment/shop")).toBe(false);
  expect(hostTraces()).toEqual(before);
}, 300_000);
