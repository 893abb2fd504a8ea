/** What no kubelet does here: the Pods of analysis Jobs run their command, on this machine, and end with its exit code. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { createClient } from "#kubernetes/api/client.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../support/stored.ts";

export interface JobRunner {
  /** Exit codes so far, in order. */
  readonly codes: readonly number[];
  readonly stop: () => Promise<void>;
}

const program = join(import.meta.dirname, "../../bin/outlive.js");

/** One after the other. `kubeconfigFor` says which cluster the Pod with these arguments sees. */
export function runJobPods(namespace: string, kubeconfigFor: (args: readonly string[], turn: number) => string): JobRunner {
  const client = createClient({ kubeconfig: inject("controlPlane").kubeconfig });
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const done = new Set<string>();
  const turns = new Map<string, number>();
  const codes: number[] = [];
  let stopped = false;
  const running = async (): Promise<readonly JsonObject[]> =>
    listAt(
      (await (await client.request(`${path}?labelSelector=analysisrun.argoproj.io%2Fuid`)).json()) as JsonObject,
      "items",
    ).filter((pod) => objectAt(pod, "status")["phase"] === "Running" && !done.has(nameOf(pod)));
  const run = async (pod: JsonObject): Promise<void> => {
    done.add(nameOf(pod));
    const [container] = listAt(objectAt(pod, "spec"), "containers");
    const args = (container?.["args"] ?? []) as readonly string[];
    const job = String(objectAt(pod, "metadata", "labels")["job-name"]);
    const turn = turns.get(job) ?? 0;
    turns.set(job, turn + 1);
    const exitCode = await exitCodeOf([program, ...args, "--kubeconfig", kubeconfigFor(args, turn)]);
    codes.push(exitCode);
    const { name, image } = container ?? {};
    const state = { terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error" } };
    const ended = { name, image, imageID: "", ready: false, restartCount: 0, state };
    const status = { phase: exitCode === 0 ? "Succeeded" : "Failed", containerStatuses: [ended] };
    const contentType = "application/merge-patch+json";
    const body = JSON.stringify({ status });
    await (await client.request(`${path}/${nameOf(pod)}/status`, { method: "PATCH", contentType, body })).json();
  };
  const work = async (): Promise<void> => {
    while (!stopped) {
      for (const pod of await running()) await run(pod);
      await pause(500);
    }
  };
  const working = work();
  return {
    codes,
    stop: async () => {
      stopped = true;
      await working;
      await client.close();
    },
  };
}

function exitCodeOf(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve(code ?? 137));
  });
}

const nameOf = (object: JsonObject): string => String(objectAt(object, "metadata")["name"]);
