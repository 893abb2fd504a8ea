import type { PodDisruptionBudget } from "#model/kubernetes/disruption-budget.ts";
import type { GateWebhook } from "#model/load-balancers/gate-webhook.ts";
import type { Namespace } from "#model/load-balancers/routing.ts";
import type { Node } from "#model/nodes/node.ts";
import type { NodeClaim, NodePool } from "#model/nodes/node-pool.ts";
import type { PodAutoscaler } from "#model/workloads/pod-autoscaler.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";

/** What is kept of each object of a kind, and the names of the indexes that find it by content. */
export interface Stored<T, I extends string = never> {
  readonly object: T;
  readonly indexes: Readonly<Record<I, true>>;
}

type StoredWorkload = Stored<Workload, "label" | "labelName" | "namespace">;

/**
 * Every kind that the store holds. Kinds that are no routes stand here; each route kind adds itself in the file that describes it
 * (`load-balancers/route-kinds/`), so that everything about it is in one place and is still checked by the compiler everywhere.
 */
export interface Kinds {
  readonly Namespace: Stored<Namespace>;
  readonly Node: Stored<Node, "nativeSleep" | "traits">;
  readonly NodePool: Stored<NodePool>;
  readonly NodeClaim: Stored<NodeClaim, "period">;
  readonly Deployment: Stored<Workload, "label" | "labelName" | "namespace" | "program">;
  readonly StatefulSet: StoredWorkload;
  readonly DaemonSet: StoredWorkload;
  readonly ReplicaSet: StoredWorkload;
  readonly Job: StoredWorkload;
  readonly CronJob: StoredWorkload;
  readonly Rollout: Stored<Workload, "label" | "labelName" | "namespace" | "service" | "ingress" | "template">;
  readonly Pod: Stored<RunningPod, "label">;
  readonly PodDisruptionBudget: Stored<PodDisruptionBudget, "namespace">;
  readonly MutatingWebhookConfiguration: Stored<GateWebhook>;
  readonly HorizontalPodAutoscaler: Stored<PodAutoscaler, "target">;
}

export type Kind = keyof Kinds;

export type ObjectsByKind = { readonly [K in Kind]: Kinds[K]["object"] };

export type IndexName<K extends Kind> = Extract<keyof Kinds[K]["indexes"], string>;

/** Kinds that have an index of this name. */
export type IndexedBy<I extends string> = { readonly [K in Kind]: I extends IndexName<K> ? K : never }[Kind];
