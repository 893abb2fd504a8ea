import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";

/** A HorizontalPodAutoscaler: it decides how many Pods a workload has, whatever the workload's own `replicas` says. */
export interface PodAutoscaler {
  readonly meta: ObjectMeta;
  readonly target: { readonly kind: string; readonly name: string };
  /** The fewest Pods that it leaves; 1 where the object does not say it. */
  readonly minReplicas: number;
}
