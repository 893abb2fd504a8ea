import { readdirSync, readFileSync } from "node:fs";
import { type Replica, replicas, type Site } from "./site.ts";

const PROGRAM = "/outlive/dist/outlive.js\0serve";

/** Ids on the host, which sees into the machine, of Outlive's processes in a Pod. */
export function processesOf({ uid }: Pick<Replica, "uid">): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes(PROGRAM) && isInPod(pid, uid))
    .map(Number);
}

/** Bytes of resident memory of each replica. */
export async function ownMemory(site: Site): Promise<readonly number[]> {
  const pids = (await replicas(site)).flatMap(processesOf);
  return pids.map((pid) => 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1]));
}

// The kubelet's groups are named for the Pod, with dashes or (systemd) underscores.
function isInPod(pid: string, uid: string): boolean {
  const groups = read(`/proc/${pid}/cgroup`);
  return groups.includes(uid) || groups.includes(uid.replaceAll("-", "_"));
}

/** Empty where the process has ended. */
export function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
