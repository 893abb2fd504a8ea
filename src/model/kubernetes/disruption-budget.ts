import type { LabelSelector } from "./label-selector.ts";
import type { ObjectMeta } from "./object-meta.ts";

export interface PodDisruptionBudget {
  readonly meta: ObjectMeta;
  /** Undefined selects nothing, an empty one everything in the namespace (policy/v1). */
  readonly selector: LabelSelector | undefined;
  readonly minAvailable: number | string | undefined;
  readonly maxUnavailable: number | string | undefined;
}
