import type { Seconds } from "#model/findings/seconds.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { NodeRequirement, Taint } from "./placement.ts";

/** A NodePool of Karpenter, or of EKS Auto Mode, which is Karpenter run by AWS. */
export interface NodePool {
  readonly meta: Pick<ObjectMeta, "apiVersion" | "kind" | "namespace" | "name">;
  /** Undefined: a drain waits for its Pods without an end. */
  readonly terminationGracePeriod: Seconds | undefined;
  readonly requirements: readonly NodeRequirement[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly autoMode: boolean;
}

/** A node that Karpenter has asked for. It keeps the period that its NodePool had when it was made. */
export interface NodeClaim {
  readonly meta: Pick<ObjectMeta, "namespace" | "name">;
  readonly pool: string;
  readonly spot: boolean;
  readonly terminationGracePeriod: Seconds | undefined;
}
