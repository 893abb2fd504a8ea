/** The real controller of Argo Rollouts, as a process beside the control plane of the tests. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provideBinaries } from "../control-plane/binaries.ts";
import { installCrds } from "../control-plane/crds.ts";
import type { Kubectl } from "../control-plane/kubectl.ts";
import { freePorts } from "../control-plane/ports.ts";
import { answersOk } from "../control-plane/probe.ts";
import { startProcess, stopProcess, waitUntilReady } from "../control-plane/processes.ts";
import { startWatchdog } from "../control-plane/watchdog.ts";

export interface RolloutsController {
  readonly stop: () => Promise<void>;
}

/** Where it finds the cluster. */
export interface RolloutsPlane {
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
}

const readyMs = 60_000;
const graceMs = 5_000;

/** Installs the definitions first: whatever watches Rollouts has to start afterwards. */
export async function startRolloutsController(plane: RolloutsPlane): Promise<RolloutsController> {
  await installCrds(plane, ["argoproj.io"]);
  const { "rollouts-controller": path } = await provideBinaries(["rollouts-controller"]);
  const folder = mkdtempSync(join(tmpdir(), "outlive-argo-"));
  const watchdog = startWatchdog();
  watchdog.remove(folder);
  const [health = 0, metrics = 0] = await freePorts(2);
  const args = [
    `--kubeconfig=${plane.kubeconfig}`,
    "--leader-elect=false",
    `--healthzPort=${health}`,
    `--metricsPort=${metrics}`,
    "--qps=200",
    "--burst=400",
  ];
  const running = await startProcess({ name: "rollouts-controller", path, args }, folder, watchdog);
  const stop = async (): Promise<void> => {
    await stopProcess(running, graceMs);
    rmSync(folder, { recursive: true, force: true });
    watchdog.release();
  };
  try {
    await waitUntilReady(running, () => answersOk(`http://127.0.0.1:${health}/healthz`), readyMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
