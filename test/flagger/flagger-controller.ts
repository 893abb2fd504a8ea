/** The real controller of Flagger, as a process beside the control plane of the tests. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provideBinaries } from "../control-plane/binaries.ts";
import { installCrds } from "../control-plane/crds.ts";
import type { Kubectl } from "../control-plane/kubectl.ts";
import { freePorts } from "../control-plane/ports.ts";
import { answersOk } from "../control-plane/probe.ts";
import { startProcess, stopProcess, waitUntilReady } from "../control-plane/processes.ts";
import { startWatchdog } from "../control-plane/watchdog.ts";

export interface FlaggerController {
  /** What it has said about a Canary so far, in order: the texts of its Events, uncut and not aggregated. */
  readonly saidOf: (namespace: string, canary: string) => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Where it finds the cluster. */
export interface FlaggerPlane {
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
}

const readyMs = 60_000;
const graceMs = 5_000;

/** Installs the definitions first: Flagger ends where they are not there. */
export async function startFlaggerController(plane: FlaggerPlane): Promise<FlaggerController> {
  await installCrds(plane, ["flagger.app"]);
  const { flagger: path } = await provideBinaries(["flagger"]);
  const folder = mkdtempSync(join(tmpdir(), "outlive-flagger-"));
  const watchdog = startWatchdog();
  watchdog.remove(folder);
  const [port = 0, nowhere = 0] = await freePorts(2);
  const args = [
    `--kubeconfig=${plane.kubeconfig}`,
    "--mesh-provider=kubernetes",
    `--port=${port}`,
    // No Canary of the tests measures anything.
    `--metrics-server=http://127.0.0.1:${nowhere}`,
    "--threadiness=4",
    "--log-level=info",
  ];
  const running = await startProcess({ name: "flagger", path, args }, folder, watchdog);
  const stop = async (): Promise<void> => {
    await stopProcess(running, graceMs);
    rmSync(folder, { recursive: true, force: true });
    watchdog.release();
  };
  try {
    await waitUntilReady(running, () => answersOk(`http://127.0.0.1:${port}/healthz`), readyMs);
  } catch (error) {
    await stop();
    throw error;
  }
  const saidOf = (namespace: string, canary: string): readonly string[] =>
    readFileSync(running.log, "utf8")
      .split("\n")
      .filter((line) => line.includes(`"${canary}.${namespace}"`))
      .map((line) => String((JSON.parse(line) as { readonly msg?: unknown }).msg));
  return { saidOf, stop };
}
