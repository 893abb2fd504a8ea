import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  type Program,
  type RunningProcess,
  sendSignal,
  startProcess,
  stopProcess,
  waitUntilReady,
} from "../control-plane/processes.ts";
import { readIfThere } from "../control-plane/read-if-there.ts";
import type { Watchdog } from "../control-plane/watchdog.ts";

const READY_MS = 10_000;
const GRACE_MS = 5_000;

/**
 * What a container of kind is: namespaces for network, mounts and processes, with a first process of their own. When that one
 * ends the kernel ends every other process in them, and with the last go the interfaces, the iptables rules and the mounts.
 */
export type Machine = {
  readonly pid: number;
  /** The same program, to run inside. Its files are the host's, but for /run, /var/lib and /var/log. */
  readonly enter: (program: Program) => Program;
  /** Runs a command inside and gives what it prints; throws with its error output. */
  readonly run: (command: readonly string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
};

// containerd, CNI plugins and kubelet keep things at fixed paths in there: shim sockets, leases of addresses, device plugins, logs.
const SETUP = `
set -e
mount -t tmpfs tmpfs /run
mount --bind "$1/var-lib" /var/lib
mount --bind "$1/var-log" /var/log
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
exec "$2" "$1"
`;

export async function startMachine(init: string, folder: string, watchdog: Watchdog): Promise<Machine> {
  for (const name of ["var-lib", "var-log"]) mkdirSync(join(folder, name));
  const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const program = { name: "machine", path: "unshare", args: [...namespaces, "sh", "-c", SETUP, "sh", folder, init] };
  const parent = await startProcess(program, folder, watchdog);
  await waitUntilReady(parent, async () => onlyChild(parent.pid) !== undefined && runs(init, onlyChild(parent.pid)), READY_MS);
  const pid = onlyChild(parent.pid) as number;
  watchdog.watch(pid);
  const inside = ["--target", String(pid), "--net", "--mount", "--pid", "--"];
  return {
    pid,
    enter: ({ name, path, args }) => ({ name, path: "nsenter", args: [...inside, path, ...args] }),
    run: async (command) => (await promisify(execFile)("nsenter", [...inside, ...command])).stdout,
    stop: () => stop(parent, pid),
  };
}

async function stop(parent: RunningProcess, pid: number): Promise<void> {
  // unshare itself ignores SIGTERM while its child lives.
  sendSignal(pid, "SIGTERM");
  await stopProcess(parent, GRACE_MS);
}

function onlyChild(pid: number): number | undefined {
  const [child] = readIfThere(`/proc/${pid}/task/${pid}/children`).split(" ");
  return child === undefined || child === "" ? undefined : Number(child);
}

function runs(path: string, pid: number | undefined): boolean {
  return readIfThere(`/proc/${pid}/cmdline`).startsWith(`${path}\0`);
}
