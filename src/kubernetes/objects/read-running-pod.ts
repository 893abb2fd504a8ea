import { refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { keyPrefix, keys } from "#model/settings/keys.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import { asText, at } from "./lenient-json.ts";
import { readMeta } from "./read-meta.ts";
import { readController } from "./read-owner.ts";
import { readPodSpec } from "./read-pod-spec.ts";
import { replicaSetOwner } from "./replica-set-owner.ts";

export function readRunningPod(raw: unknown): RunningPod | undefined {
  const meta = readMeta(raw, { apiVersion: "v1", kind: "Pod" });
  if (meta === undefined) return undefined;
  const { namespace, name, labels, annotations, deleting } = meta;
  const phase = asText(at(raw, "status", "phase"));
  const controller = readController(raw);
  return {
    meta: { namespace, name, labels, deleting },
    workload: controller === undefined ? refOf(meta) : namedByPeople(controller, labels),
    annotations: requested(annotations),
    podSpec: readPodSpec(at(raw, "spec")),
    finished: phase === "Succeeded" || phase === "Failed",
    ...(meta.creationTimestamp === "" ? {} : { created: meta.creationTimestamp }),
  };
}

const namedByPeople = (controller: ObjectRef, labels: Readonly<Record<string, string>>): ObjectRef =>
  (controller.kind === "ReplicaSet" ? replicaSetOwner(controller, labels) : undefined) ?? controller;

const none: Readonly<Record<string, string>> = {};

/** Without what we wrote ourselves: nothing is decided by that for a Pod that is there already. */
function requested(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const ours = Object.entries(annotations).filter(
    ([key]) => key.startsWith(keyPrefix) && key !== keys.injected && key !== keys.why,
  );
  return ours.length === 0 ? none : Object.fromEntries(ours);
}
