import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { append, finishedFile, killsFile, type Plan, planFile, readActive, readLines } from "./plan.ts";

/** Whole tests take less than a second; the machine may be busy. */
const longestMilliseconds = 40_000;

function start(): ChildProcess {
  const vitest = new URL("../../node_modules/vitest/vitest.mjs", import.meta.url).pathname;
  const flags = ["run", "--config", "test/mutation/vitest.config.ts"];
  return spawn(process.execPath, [vitest, ...flags], { stdio: ["ignore", "inherit", "inherit"], detached: true });
}

/** Runs the tests with all mutants. One that never ends is found, like one that fails; the tests after it then run in a new process. */
export async function runTests(plan: Plan): Promise<void> {
  const stuck = new Set<string>();
  for (;;) {
    const child = start();
    const ended = once(child, "exit");
    const hung = await watch(ended);
    if (hung === undefined) return;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await ended;
    stuck.add(hung.id);
    append(killsFile, { key: plan.live[hung.id], by: `${hung.test} (never ended)` });
    const finished = new Set(readLines<{ readonly file?: string }>(finishedFile).map(({ file }) => file));
    const left = {
      ...plan,
      testFiles: plan.testFiles.filter((file) => !finished.has(file)),
      live: Object.fromEntries(Object.entries(plan.live).filter(([id]) => !stuck.has(id))),
    };
    writeFileSync(planFile, JSON.stringify(left));
  }
}

async function watch(ended: Promise<unknown>): Promise<{ readonly id: string; readonly test: string } | undefined> {
  for (;;) {
    const over = await Promise.race([ended.then(() => true), setTimeout(2000, false, { ref: false })]);
    if (over) return undefined;
    const active = readActive();
    if (active !== undefined && Date.now() - active.since > longestMilliseconds) return active;
  }
}
