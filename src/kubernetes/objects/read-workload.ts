import { isJsonObject } from "#model/kubernetes/json.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Rollout, Workload } from "#model/workloads/workload.ts";
import { asInteger, asIntegerOrText, asText, asTextMap, at } from "./lenient-json.ts";
import { readProgram } from "./programs/read-program.ts";
import { readArgoStrategy } from "./read-argo-strategy.ts";
import { type Identity, readMeta } from "./read-meta.ts";
import { readController } from "./read-owner.ts";
import { readPodSpec } from "./read-pod-spec.ts";

type ReadWorkload = (raw: unknown) => Workload | undefined;

/** Every kind that makes Pods, and the Pod itself, with where the Pod spec stands in it. */
export const workloadShapes = {
  Pod: { apiVersion: "v1", podPath: [] },
  Deployment: { apiVersion: "apps/v1", podPath: ["spec", "template"] },
  StatefulSet: { apiVersion: "apps/v1", podPath: ["spec", "template"] },
  DaemonSet: { apiVersion: "apps/v1", podPath: ["spec", "template"] },
  ReplicaSet: { apiVersion: "apps/v1", podPath: ["spec", "template"] },
  Job: { apiVersion: "batch/v1", podPath: ["spec", "template"] },
  CronJob: { apiVersion: "batch/v1", podPath: ["spec", "jobTemplate", "spec", "template"] },
  Rollout: { apiVersion: "argoproj.io/v1alpha1", podPath: ["spec", "template"] },
} as const satisfies Readonly<Record<string, { readonly apiVersion: string; readonly podPath: readonly string[] }>>;

/** Kinds that make Pods, in the order in which they are listed. */
export const podMakers = ["Deployment", "StatefulSet", "DaemonSet", "Rollout", "ReplicaSet", "Job", "CronJob"] as const;

export type WorkloadKind = keyof typeof workloadShapes;

const reader =
  (kind: WorkloadKind): ReadWorkload =>
  (raw) =>
    read(raw, { apiVersion: workloadShapes[kind].apiVersion, kind }, workloadShapes[kind].podPath);

export const readPod: ReadWorkload = reader("Pod");
export const readDeployment: ReadWorkload = (raw) => {
  const deployment = reader("Deployment")(raw);
  const program = deployment && readProgram(raw);
  return deployment === undefined || program === undefined ? deployment : { ...deployment, program };
};
export const readStatefulSet: ReadWorkload = reader("StatefulSet");
export const readDaemonSet: ReadWorkload = reader("DaemonSet");
export const readReplicaSet: ReadWorkload = reader("ReplicaSet");
export const readJob: ReadWorkload = reader("Job");
export const readCronJob: ReadWorkload = reader("CronJob");
export const readRollout: ReadWorkload = reader("Rollout");

/** Chosen by the object's own `kind`; undefined for a kind that makes no Pods. */
export function readWorkload(raw: unknown): Workload | undefined {
  const kind = asText(at(raw, "kind"));
  if (kind === undefined || !isWorkloadKind(kind)) return undefined;
  return kind === "Deployment" ? readDeployment(raw) : reader(kind)(raw);
}

export const isWorkloadKind = (kind: string): kind is WorkloadKind => Object.hasOwn(workloadShapes, kind);

function read(raw: unknown, identity: Identity, podPath: readonly string[]): Workload | undefined {
  const meta = readMeta(raw, identity);
  if (meta === undefined) return undefined;
  const pod = at(raw, ...podPath);
  return {
    ref: refOf(meta),
    ...(meta.uid === "" ? {} : { uid: meta.uid }),
    podLabels: asTextMap(at(pod, "metadata", "labels")),
    podAnnotations: asTextMap(at(pod, "metadata", "annotations")),
    annotations: meta.annotations,
    labels: meta.labels,
    podSpec: readPodSpec(at(pod, "spec")),
    podPath,
    controller: readController(raw),
    rollout: identity.kind === "Pod" ? undefined : readRolloutSettings(at(raw, "spec"), identity.kind),
  };
}

/** Deployments write `strategy`, StatefulSets and DaemonSets `updateStrategy`; an Argo Rollout names its strategy by a key. */
function readRolloutSettings(spec: unknown, kind: string): Rollout {
  const strategy = at(spec, "strategy") ?? at(spec, "updateStrategy");
  const named = ["canary", "blueGreen"].find((name) => isJsonObject(at(strategy, name)));
  const limits = named === undefined ? at(strategy, "rollingUpdate") : at(strategy, named);
  return {
    replicas: asInteger(at(spec, "replicas")),
    strategy: named ?? asText(at(strategy, "type")),
    maxUnavailable: asIntegerOrText(at(limits, "maxUnavailable")),
    maxSurge: asIntegerOrText(at(limits, "maxSurge")),
    partition: asInteger(at(limits, "partition")),
    ...(kind === "Rollout" ? ofArgo(spec) : {}),
  };
}

function ofArgo(spec: unknown): Pick<Rollout, "argo" | "templateOf"> {
  const argo = readArgoStrategy(spec);
  const kind = asText(at(spec, "workloadRef", "kind"));
  const name = asText(at(spec, "workloadRef", "name"));
  return {
    ...(argo === undefined ? {} : { argo }),
    ...(kind === undefined || name === undefined ? {} : { templateOf: { kind, name } }),
  };
}
