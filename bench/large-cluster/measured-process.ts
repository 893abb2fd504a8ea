import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pauses } from "./process-probe.ts";

/** What the kernel knows of a process. */
interface Usage {
  readonly rssMb: number;
  /** The most that it ever had. */
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

export interface MeasuredProcess {
  readonly child: ChildProcess;
  usage(): Usage;
  /** Since the last time. */
  pauses(): Promise<Pauses>;
}

const ticksPerSecond = 100;

interface MeasuredOptions {
  readonly nodeOptions: readonly string[];
  /** Beside what this process has. */
  readonly environment: Readonly<Record<string, string>>;
  /** With a probe in it, which itself takes memory; `pauses` has no answer without it. */
  readonly probed: boolean;
}

export function startMeasured(
  file: string,
  args: readonly string[],
  { nodeOptions, environment, probed }: MeasuredOptions,
): MeasuredProcess {
  const probe = probed ? ["--import", join(import.meta.dirname, "process-probe.ts")] : [];
  const child = fork(file, [...args], {
    execArgv: [...nodeOptions, ...probe],
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return { child, usage: () => usageOf(child.pid ?? 0), pauses: () => ask(child, "pauses") };
}

/** One answer to one order. @throws Error where the process ends instead */
export async function ask<Answer>(child: ChildProcess, order: unknown): Promise<Answer> {
  const stop = new AbortController();
  const died = once(child, "exit", { signal: stop.signal }).then(() => Promise.reject(new Error("a child process ended early")));
  died.catch(() => {});
  child.send(order as object);
  const [answer] = await Promise.race([once(child, "message", { signal: stop.signal }), died]);
  stop.abort();
  return answer as Answer;
}

function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string): number => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024) / 1e6;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    rssMb: megabytes("VmRSS"),
    peakMb: megabytes("VmHWM"),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  };
}
