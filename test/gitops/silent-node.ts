/** A node whose kubelet never reports the end of a Pod: whatever runs on it stays in its grace period until it is let go. */

import { randomBytes } from "node:crypto";
import { setInterval } from "node:timers";
import { setTimeout as pause } from "node:timers/promises";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../support/stored.ts";
import type { Cluster } from "./cluster.ts";
import { changed } from "./shop.ts";

export interface SilentNode {
  /** The workload with its Pods on this node. */
  readonly runs: (workload: JsonObject) => JsonObject;
  readonly stop: () => Promise<void>;
}

const heartbeatMs = 5_000;
const everyMs = 300;

export async function startSilentNode(cluster: Cluster): Promise<SilentNode> {
  const name = `silent-${randomBytes(4).toString("hex")}`;
  await cluster.apply({ apiVersion: "v1", kind: "Node", metadata: { name } });
  const beat = async (): Promise<void> => {
    const now = new Date().toISOString();
    const ready = { type: "Ready", status: "True", reason: "KubeletReady", lastHeartbeatTime: now, lastTransitionTime: now };
    const patch = ["--subresource=status", "--type=merge", "-p", JSON.stringify({ status: { conditions: [ready] } })];
    await cluster.kubectl(["patch", "node", name, ...patch]);
  };
  await beat();
  const heart = setInterval(() => void beat(), heartbeatMs);
  return {
    runs: (workload) => changed(workload, ["spec", "template", "spec", "nodeName"], () => name),
    stop: async () => {
      clearInterval(heart);
      await cluster.kubectl(["delete", "node", name]);
    },
  };
}

export interface EndingPod {
  readonly name: string;
  readonly graceSeconds: number;
}

export async function endingPods(cluster: Cluster, namespace: string): Promise<readonly EndingPod[]> {
  const { stdout } = await cluster.kubectl(["-n", namespace, "get", "pods", "-o", "json"]);
  return listAt(JSON.parse(stdout) as JsonObject, "items")
    .map((pod) => objectAt(pod, "metadata"))
    .filter(({ deletionTimestamp }) => deletionTimestamp !== undefined)
    .map((metadata) => ({ name: String(metadata["name"]), graceSeconds: Number(metadata["deletionGracePeriodSeconds"]) }));
}

/** As a kubelet reports it once the containers have ended. */
export async function letGo(cluster: Cluster, namespace: string): Promise<void> {
  for (const { name } of await endingPods(cluster, namespace))
    await cluster.kubectl(["-n", namespace, "delete", "pod", name, "--grace-period=0", "--force", "--wait=false"]);
}

/** Lets go of every Pod that begins to end, until `work` is done. */
export async function lettingGo<Result>(cluster: Cluster, namespace: string, work: Promise<Result>): Promise<Result> {
  let done = false;
  const finished = work.finally(() => {
    done = true;
  });
  while (!done) {
    await letGo(cluster, namespace);
    await pause(everyMs);
  }
  return finished;
}
