import { join } from "node:path";
import { provideBinaries } from "../control-plane/binaries.ts";
import { NODE } from "../control-plane/binary-table.ts";
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "../control-plane/control-plane.ts";
import { startWatchdog, type Watchdog } from "../control-plane/watchdog.ts";
import { MACHINE_ADDRESS } from "./addresses.ts";
import { cleanUp } from "./clean-up.ts";
import { createFolder } from "./folder.ts";
import { provideInit } from "./init-binary.ts";
import { type Machine, startMachine } from "./machine.ts";
import { type NodeRuntime, startNode, startServiceProxy, waitForNodes } from "./node.ts";
import { installPackages } from "./packages.ts";
import { pauseImage } from "./pause-image.ts";
import { owner, writeRecord } from "./record.ts";
import { missingRequirements } from "./requirements.ts";
import { connectUplink } from "./uplink.ts";

export type NodesOptions = Omit<ControlPlaneOptions, "place" | "controllers"> & {
  /** One by default. */
  readonly nodes?: 1 | 2;
  /** Of kube-proxy: 100ms by default, because its own default of a second is the longest part of the way of an endpoint into the rules. */
  readonly minSyncPeriod?: string;
  /** Of kubelets, where they differ from what the release has. */
  readonly kubeletGates?: Readonly<Record<string, boolean>>;
  readonly report?: (line: string) => void;
};

export type Nodes = Omit<ControlPlane, "pids"> & {
  readonly names: readonly string[];
  /** Gives every node the images of a file as `docker save` writes it. Pods need `imagePullPolicy: Never` or `IfNotPresent`. */
  readonly importImage: (archive: string) => Promise<void>;
  /** Folder with the logs of kubelets, containerds and kube-proxy. */
  readonly folder: string;
};

/**
 * Starts a cluster whose Pods run for real, on this machine. API server, Services and Pods are reachable from the host by their
 * addresses; the outside world is not reachable from them, and there is no DNS. Needs what `missingRequirements` tells.
 */
export async function startNodes(options: NodesOptions = {}): Promise<Nodes> {
  const { nodes: count = 1, minSyncPeriod = "100ms", kubeletGates = {}, report = toStderr, ...planeOptions } = options;
  const missing = missingRequirements();
  if (missing.length > 0) throw new Error(missing.join("\n"));
  installPackages(report);
  const binaries = await provideBinaries(NODE, report);
  const init = provideInit();

  const folder = await claimMachine();
  const watchdog = cleaningWatchdog(folder);
  const undo: (() => Promise<void>)[] = [];
  const stop = once(() => undoAll(undo, watchdog));
  try {
    const numbers = ([1, 2] as const).slice(0, count);
    const machine = await startMachine(init, folder, watchdog);
    undo.push(machine.stop);
    await connectUplink(machine, numbers);
    const plane = await startControlPlane(planeSettings(planeOptions, machine));
    undo.push(plane.stop);
    const context = { binaries, folder, machine, plane, kubeletGates, watchdog };
    const pause = pauseImage(init, folder);
    const runtimes: NodeRuntime[] = [];
    for (const number of numbers) runtimes.push(await startNode(context, number, pause));
    await startServiceProxy(context, minSyncPeriod);
    await waitForNodes(plane, runtimes);
    const importImage = async (archive: string): Promise<void> => {
      await Promise.all(runtimes.map((runtime) => runtime.importImage(archive)));
    };
    return { ...plane, names: runtimes.map(({ name }) => name), importImage, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function claimMachine(): Promise<string> {
  const busy = owner();
  if (busy !== undefined) {
    throw new Error(
      `Process ${busy} has nodes up, and their addresses allow one cluster at a time: end it, or run \`make node-clean\`.`,
    );
  }
  await cleanUp();
  const folder = createFolder();
  writeRecord({ owner: process.pid, folder });
  return folder;
}

function cleaningWatchdog(folder: string): Watchdog {
  const watchdog = startWatchdog();
  watchdog.afterwards([process.execPath, join(import.meta.dirname, "main.ts"), "clean"]);
  watchdog.remove(folder);
  return watchdog;
}

function planeSettings(options: Omit<ControlPlaneOptions, "place">, machine: Machine): ControlPlaneOptions {
  return {
    ...options,
    place: { address: MACHINE_ADDRESS, enter: machine.enter },
    // `kubectl logs` and `exec` would otherwise ask a DNS for the node's name.
    apiServerArgs: ["--kubelet-preferred-address-types=InternalIP", ...(options.apiServerArgs ?? [])],
  };
}

// The machine first: what else was started runs in it, and ends with it.
async function undoAll(undo: readonly (() => Promise<void>)[], watchdog: Watchdog): Promise<void> {
  for (const step of undo) await step();
  await cleanUp();
  watchdog.release();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
