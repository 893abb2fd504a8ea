import { readdirSync } from "node:fs";
import { readIfThere } from "../control-plane/read-if-there.ts";
import { type Replica, replicas, type Site } from "./site.ts";

const PROGRAM = "/outlive/dist/outlive.js\0serve";

/** Ids on the host, which sees into the machine, of Outlive's processes in a Pod. */
export function processesOf({ uid }: Pick<Replica, "uid">): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readIfThere(`/proc/${pid}/cmdline`).includes(PROGRAM) && isInPod(pid, uid))
    .map(Number);
}

/** Bytes of resident memory of each replica. */
export async function ownMemory(site: Site): Promise<readonly number[]> {
  const pids = (await replicas(site)).flatMap(processesOf);
  return pids.map((pid) => 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(readIfThere(`/proc/${pid}/status`))?.[1]));
}

/** Seconds of a processor that each replica's process has used since it began, by process id. */
export async function ownProcessorTime(site: Site): Promise<ReadonlyMap<number, number>> {
  const pids = (await replicas(site)).flatMap(processesOf);
  return new Map(pids.map((pid) => [pid, (ticksOf(pid, "user") + ticksOf(pid, "system")) / TICKS_PER_SECOND]));
}

/** What those that lived from one look to the other have used meanwhile, in thousandths of a processor. */
export function processorShares(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  seconds: number,
): readonly number[] {
  return [...after].flatMap(([pid, used]) => {
    const former = before.get(pid);
    return former === undefined ? [] : [Math.round(((used - former) / seconds) * 1000)];
  });
}

const TICKS_PER_SECOND = 100;

/** Place after the command's name, in proc_pid_stat(5). */
const FIELDS = { user: 11, system: 12, start: 19 } as const;

export function ticksOf(pid: number, field: keyof typeof FIELDS): number {
  return Number(readIfThere(`/proc/${pid}/stat`).split(") ")[1]?.split(" ")[FIELDS[field]]);
}

// The kubelet's groups are named for the Pod, with dashes or (systemd) underscores.
function isInPod(pid: string, uid: string): boolean {
  const groups = readIfThere(`/proc/${pid}/cgroup`);
  return groups.includes(uid) || groups.includes(uid.replaceAll("-", "_"));
}
