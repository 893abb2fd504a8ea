import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { PodSpec } from "./workload.ts";

/** What is kept of a Pod that runs: enough to say whether a route's new delay fits it. Pods are never held whole. */
export interface RunningPod {
  readonly meta: Pick<ObjectMeta, "namespace" | "name" | "labels" | "deleting">;
  /** The workload that a person would name: the Deployment of its ReplicaSet, else its controller, else the Pod. */
  readonly workload: ObjectRef;
  /** Annotations of ours, which came with the template that it was made from. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly podSpec: PodSpec;
  /** Succeeded and Failed Pods are behind no load balancer anymore. */
  readonly finished: boolean;
  /** RFC 3339 in UTC with whole seconds, so that texts compare as times do; absent in a manifest file. */
  readonly created?: string;
}
