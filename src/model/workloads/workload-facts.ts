import type { Amount } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { NodeGroup } from "#model/nodes/node-group.ts";
import type { Workload } from "./workload.ts";

/** The durations of one workload, each with where it was read. */
export interface Timings {
  /** The shortest sleep over the containers that serve; undefined where one of them does not wait at all. */
  readonly preStop: Amount | undefined;
  /** The longest sleep over the containers that count: the grace period has to hold each of them. Absent where none sleeps. */
  readonly longestPreStop?: Amount;
  /** False where a container's own hook does something whose length is not known; rules about the sleep are then not evaluated. */
  readonly preStopKnown: boolean;
  readonly gracePeriod: Amount;
  readonly shutdown: Amount;
  /** Undefined where nobody states it: its rules are then not evaluated. */
  readonly requestTimeout: Amount | undefined;
  readonly keepAlive: Amount | undefined;
}

/** A gate that Pods carry or would get, and why it can never become true, if it cannot. */
export interface GateState {
  readonly gate: string;
  readonly present: boolean;
  readonly impossible: string | undefined;
}

/** How few Pods a workload can have in ordinary times. */
export interface FewestPods {
  readonly pods: number;
  /** Name of the HorizontalPodAutoscaler that may shrink the workload to that. */
  readonly autoscaler: string | undefined;
}

export interface DisruptionBudget {
  readonly name: string;
  /** The budget lets no Pod be evicted while all of them are healthy. */
  readonly blocksEveryEviction: boolean;
}

/** Calls of the AWS Load Balancer Controller for one roll-out that exceed what it may make at once. */
export interface DeregistrationQueue {
  readonly calls: number;
  /** How long the last of them waits. */
  readonly seconds: Seconds;
}

/** Everything that the rules look at for one workload or Pod; gathered before anything is evaluated. */
export interface WorkloadFacts {
  readonly workload: Workload;
  /** Indices into the workload's containers: all of them, or those that `outlive.dev/containers` names. */
  readonly counted: readonly number[];
  /** Those of them that decide how long the Pod serves: behind a target's port, or in front of everything. */
  readonly serving: readonly number[];
  readonly timings: Timings;
  readonly services: readonly Service[];
  readonly targetGroups: readonly TargetGroup[];
  readonly gates: readonly GateState[];
  /** Undefined where nobody can say: for a Pod, and for a DaemonSet, which has as many as there are nodes. */
  readonly fewestPods: FewestPods | undefined;
  readonly disruptionBudgets: readonly DisruptionBudget[];
  /** The groups of nodes that the Pods may run on; absent or empty where nothing is known of them. */
  readonly nodes?: readonly NodeGroup[];
  /** Absent where the calls of a roll-out fit into the controller's burst, or nothing is known of the controller. */
  readonly deregistrationQueue?: DeregistrationQueue;
  /** False where the API server or a node is too old for the native sleep. */
  readonly nativeSleep: boolean;
}
