import type { Seconds } from "#model/findings/seconds.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";

/** What is kept of a Pod that runs: enough to say whether a route's new delay fits it. Pods are never held whole. */
export interface RunningPod {
  readonly meta: Pick<ObjectMeta, "namespace" | "name" | "labels" | "deleting">;
  /** The workload that a person would name: the Deployment of its ReplicaSet, else its controller, else the Pod. */
  readonly workload: ObjectRef;
  /** Shortest sleep over its regular containers; undefined where one of them has no hook that only waits. */
  readonly preStopSleep: Seconds | undefined;
  readonly gracePeriod: Seconds;
  readonly readinessGates: readonly string[];
  /** Succeeded and Failed Pods are behind no load balancer any more. */
  readonly finished: boolean;
}
