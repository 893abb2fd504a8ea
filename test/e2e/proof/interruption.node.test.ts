import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { isAlive, sendSignal } from "../../control-plane/processes.ts";
import { commandLineOf } from "../../control-plane/read-if-there.ts";
import { hostTraces } from "../../node/host-traces.ts";

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

test("a proof that is interrupted under load leaves nothing behind", async () => {
  const before = hostTraces();
  const args = [join(import.meta.dirname, "main.ts"), "--scenario", "roll-out", "--variant", "nothing"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const proof = child.pid ?? 0;
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "close");
  // The load and the kubectl that waits for the roll-out under it.
  let working: readonly number[] = [];
  await vi.waitFor(
    () => {
      working = childrenOf(proof).filter((pid) => /vegeta attack|rollout status/.test(commandLineOf(pid).join(" ")));
      expect(working).toHaveLength(2);
    },
    { timeout: 240_000, interval: 50 },
  );
  sendSignal(proof, "SIGINT");
  expect(await ended).toEqual([1, null]);
  expect(said).toContain("Interrupted");
  expect(working.filter(isAlive)).toEqual([]);
  expect(hostTraces()).toEqual(before);
}, 300_000);
