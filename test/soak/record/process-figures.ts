import { readdirSync, readFileSync } from "node:fs";

/** What the kernel tells about a process, in bytes and seconds; undefined where it is gone. */
export interface ProcessFigures {
  readonly rss: number;
  readonly fds: number;
  readonly threads: number;
  readonly cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

export function processFigures(pid: number): ProcessFigures | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const figure = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the name, which may hold spaces: state is the third field, user and system time are the 14th and the 15th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return {
      rss: figure("VmRSS") * 1024,
      fds: readdirSync(`/proc/${pid}/fd`).length,
      threads: figure("Threads"),
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    };
  } catch {
    return undefined;
  }
}
