import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isAlive, sendSignal } from "../control-plane/processes.ts";
import { commandLineOf } from "../control-plane/read-if-there.ts";
import { POD_RANGE } from "../node/addresses.ts";
import { eventually, type Site } from "./site.ts";

const GRACE_MS = 10_000;

interface PlaneProcess {
  readonly pid: number;
  readonly command: readonly string[];
}

/** Of this control plane, by its folder; the wrapper that entered its namespaces is not meant. */
function find({ nodes }: Site, program: "etcd" | "kube-apiserver"): PlaneProcess {
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const command = commandLineOf(name);
    if (command[0]?.endsWith(`/${program}`) && command.some((argument) => argument.includes(nodes.dataDir)))
      return { pid: Number(name), command };
  }
  throw new Error(`${program} does not run`);
}

/** Ends the API server as an upgrade of a control plane does, and starts it again after `downMs`. Resolves when it is ready. */
export async function restartApiServer(site: Site, downMs: number): Promise<void> {
  const { pid, command } = find(site, "kube-apiserver");
  const { pid: inside } = find(site, "etcd");
  sendSignal(pid, "SIGTERM");
  // Left to itself it waits a minute for watches to end (Kubernetes 1.36).
  await eventually("the end of the API server", GRACE_MS, async () => !isAlive(pid)).catch(() => sendSignal(pid, "SIGKILL"));
  await eventually("the end of the API server", GRACE_MS, async () => !isAlive(pid));
  await new Promise((resolve) => setTimeout(resolve, downMs));
  const output = openSync(join(site.nodes.dataDir, "kube-apiserver.log"), "a");
  // It ends with the machine whose first process it is a child of.
  const enter = ["--target", String(inside), "--net", "--mount", "--pid", "--"];
  spawn("nsenter", [...enter, ...command], {
    cwd: site.nodes.dataDir,
    detached: true,
    stdio: ["ignore", output, output],
  }).unref();
  closeSync(output);
  await eventually("the API server", 60_000, async () => (await site.kubectl(["get", "--raw", "/readyz"])) === "ok");
}

/** etcd stands still while `act` runs. */
export async function withoutEtcd(site: Site, act: () => Promise<void>): Promise<void> {
  const { pid } = find(site, "etcd");
  sendSignal(pid, "SIGSTOP");
  try {
    await act();
  } finally {
    sendSignal(pid, "SIGCONT");
  }
}

/** Pods reach the API server no more while `act` runs, and lose the connections that they have; it still reaches them. */
export async function withoutApiServerForPods(site: Site, act: () => Promise<void>): Promise<void> {
  const { pid } = find(site, "kube-apiserver");
  const { port } = new URL(site.nodes.server);
  const rule = ["INPUT", "-s", POD_RANGE, "-p", "tcp", "--dport", port, "-j", "REJECT", "--reject-with", "tcp-reset"];
  await iptables(pid, ["-I", ...rule]);
  try {
    await act();
  } finally {
    await iptables(pid, ["-D", ...rule]);
  }
}

async function iptables(pid: number, args: readonly string[]): Promise<void> {
  const child = spawn("nsenter", ["--target", String(pid), "--net", "--", "iptables", "-w", ...args], { stdio: "inherit" });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw new Error(`iptables ${args.join(" ")} ended with exit code ${code}`);
}
