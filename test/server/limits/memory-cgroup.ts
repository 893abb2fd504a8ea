import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A cgroup with a limit of memory, of version 1 or 2. */
export interface MemoryCgroup {
  /** To be written to by the shell that becomes the program. */
  readonly procs: string;
  peakBytes(): number;
  oomKills(): number;
  remove(): void;
}

const v1 = "/sys/fs/cgroup/memory";
const v2 = "/sys/fs/cgroup";

/** Undefined where this process may not make one, or there are none. */
export function createMemoryCgroup(name: string, limitBytes: number): MemoryCgroup | undefined {
  const second = existsSync(join(v2, "cgroup.controllers"));
  const group = join(second ? v2 : v1, name);
  try {
    if (second) writeFileSync(join(v2, "cgroup.subtree_control"), "+memory");
    mkdirSync(group);
    limit(group, second, limitBytes);
  } catch {
    return undefined;
  }
  // memory.peak is there from Linux 5.19 on.
  const number = (file: string): number =>
    existsSync(join(group, file)) ? Number(readFileSync(join(group, file), "utf8")) : Number.NaN;
  const events = second ? "memory.events" : "memory.oom_control";
  return {
    procs: join(group, "cgroup.procs"),
    peakBytes: () => number(second ? "memory.peak" : "memory.max_usage_in_bytes"),
    oomKills: () => Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(group, events), "utf8"))?.[1] ?? 0),
    remove: () => rmdirSync(group),
  };
}

/** Swapping would hide what a node without swap kills for. */
function limit(group: string, second: boolean, bytes: number): void {
  writeFileSync(join(group, second ? "memory.max" : "memory.limit_in_bytes"), `${bytes}`);
  const swap = second ? ["memory.swap.max", "0"] : ["memory.memsw.limit_in_bytes", `${bytes}`];
  if (existsSync(join(group, swap[0] ?? ""))) writeFileSync(join(group, swap[0] ?? ""), swap[1] ?? "");
}
