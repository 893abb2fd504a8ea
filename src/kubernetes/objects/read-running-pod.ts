import { type Seconds, seconds, shortest } from "#model/findings/seconds.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Container } from "#model/workloads/workload.ts";
import { asText, at } from "./lenient-json.ts";
import { readMeta } from "./read-meta.ts";
import { readController } from "./read-owner.ts";
import { readPodSpec } from "./read-pod-spec.ts";
import { replicaSetOwner } from "./replica-set-owner.ts";

const defaultGracePeriod = seconds(30);

export function readRunningPod(raw: unknown): RunningPod | undefined {
  const meta = readMeta(raw, { apiVersion: "v1", kind: "Pod" });
  if (meta === undefined) return undefined;
  const { namespace, name, labels, deleting } = meta;
  const spec = readPodSpec(at(raw, "spec"));
  const phase = asText(at(raw, "status", "phase"));
  const controller = readController(raw);
  return {
    meta: { namespace, name, labels, deleting },
    workload: controller === undefined ? refOf(meta) : namedByPeople(controller, labels),
    preStopSleep: shortestSleep(spec.containers),
    gracePeriod: spec.gracePeriod ?? defaultGracePeriod,
    readinessGates: spec.readinessGates,
    finished: phase === "Succeeded" || phase === "Failed",
  };
}

const namedByPeople = (controller: ObjectRef, labels: Readonly<Record<string, string>>): ObjectRef =>
  (controller.kind === "ReplicaSet" ? replicaSetOwner(controller, labels) : undefined) ?? controller;

function shortestSleep(containers: readonly Container[]): Seconds | undefined {
  let least: Seconds | undefined;
  for (const { preStop } of containers) {
    if (preStop.kind !== "sleep") return undefined;
    least = least === undefined ? preStop.seconds : shortest(least, preStop.seconds);
  }
  return least;
}
