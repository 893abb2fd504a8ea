import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { BinaryPaths } from "../control-plane/binaries.ts";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { kubeconfig } from "../control-plane/kubeconfig.ts";
import { answersOk } from "../control-plane/probe.ts";
import { type Program, type RunningProcess, startProcess, waitUntilReady } from "../control-plane/processes.ts";
import type { Watchdog } from "../control-plane/watchdog.ts";
import { MACHINE_ADDRESS, type NodeNumber, nodeAddress, nodeName, podSubnet } from "./addresses.ts";
import { cgroupRoot, createCgroup } from "./cgroups.ts";
import { containerd } from "./containerd.ts";
import { kubeProxy, kubeProxyHealthUrl } from "./kube-proxy.ts";
import { kubelet } from "./kubelet.ts";
import type { Machine } from "./machine.ts";

const READY_MS = 30_000;

export type NodeContext = {
  readonly binaries: BinaryPaths;
  readonly folder: string;
  readonly machine: Machine;
  readonly plane: ControlPlane;
  readonly kubeletGates: Readonly<Record<string, boolean>>;
  readonly watchdog: Watchdog;
};

export type NodeRuntime = {
  readonly name: string;
  readonly kubelet: RunningProcess;
  readonly importImage: (archive: string) => Promise<void>;
};

/** Starts containerd and kubelet of one node; it is Ready about a second later. */
export async function startNode(context: NodeContext, number: NodeNumber, pause: string): Promise<NodeRuntime> {
  const name = nodeName(number);
  const folder = join(context.folder, name);
  mkdirSync(folder);
  createCgroup(cgroupRoot(name));

  const runtime = containerd(name, folder, podSubnet(number));
  const running = await start(context, runtime.program);
  await waitUntilReady(running, () => answers(runtime.socket), READY_MS);
  const importImage = (archive: string): Promise<void> => importInto(context.machine, runtime.socket, archive);
  await importImage(pause);

  const { plane } = context;
  const clientCa = join(folder, "client-ca.crt");
  writeFileSync(clientCa, plane.ca);
  const user = await plane.authority.issueClient({ commonName: `system:node:${name}`, organization: "system:nodes" });
  const settings = {
    nodeName: name,
    address: nodeAddress(number),
    folder,
    kubeconfig: write(folder, kubeconfig(plane.server, plane.ca, user)),
    clientCa,
    runtimeSocket: runtime.socket,
    featureGates: context.kubeletGates,
  };
  return { name, kubelet: await start(context, kubelet(context.binaries.kubelet, settings)), importImage };
}

export async function startServiceProxy(context: NodeContext, minSyncPeriod: string): Promise<void> {
  const { folder, plane } = context;
  const user = await plane.authority.issueClient({ commonName: "system:kube-proxy" });
  const settings = {
    folder,
    kubeconfig: write(folder, kubeconfig(plane.server, plane.ca, user)),
    nodeName: nodeName(1),
    address: MACHINE_ADDRESS,
    minSyncPeriod,
  };
  const running = await start(context, kubeProxy(context.binaries["kube-proxy"], settings));
  await waitUntilReady(running, () => answersOk(kubeProxyHealthUrl(MACHINE_ADDRESS)), READY_MS);
}

export async function waitForNodes(plane: ControlPlane, nodes: readonly NodeRuntime[]): Promise<void> {
  for (const { name, kubelet: running } of nodes) {
    await waitUntilReady(running, async () => (await readiness(plane, name)) === "True", READY_MS);
  }
}

async function readiness(plane: ControlPlane, name: string): Promise<string> {
  const path = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  return (await plane.kubectl(["get", "node", name, "-o", path])).stdout;
}

function start({ folder, machine, watchdog }: NodeContext, program: Program): Promise<RunningProcess> {
  return startProcess(machine.enter(program), folder, watchdog);
}

function write(folder: string, content: string): string {
  const path = join(folder, "kubeconfig");
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

// By standard input, because the machine does not see every folder of the host.
async function importInto(machine: Machine, socket: string, archive: string): Promise<void> {
  const ctr = { name: "ctr", path: "ctr", args: ["--address", socket, "--namespace", "k8s.io", "images", "import", "-"] };
  const { path, args } = machine.enter(ctr);
  const input = openSync(archive, "r");
  const child = spawn(path, args, { stdio: [input, "ignore", "pipe"] });
  closeSync(input);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`containerd does not take ${archive}: ${stderr.trim()}`);
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once("connect", () => resolve(true)).once("error", () => resolve(false));
    connection.once("connect", () => connection.destroy());
  });
}
