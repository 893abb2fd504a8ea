import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";

/** How fast the controller may call RegisterTargets and DeregisterTargets, which share one budget. */
export interface CallRate {
  /** Calls a second once the burst is spent. */
  readonly perSecond: number;
  readonly burst: number;
}

/** An argument that the controller refuses: it then ends instead of starting. */
export interface RefusedArgument {
  readonly flag: string;
  readonly value: string;
}

/** An AWS Load Balancer Controller as its Deployment in the cluster describes it. */
export interface InstalledController {
  readonly ref: ObjectRef;
  readonly image: string;
  /** `v3.5.0`; undefined where neither the image's tag nor a label says it. */
  readonly version: string | undefined;
  readonly replicas: number;
  /** Those that its arguments give; what they leave out has the controller's default. */
  readonly flags: Partial<ControllerFlags>;
  /** `--watch-namespace`: it acts on nothing outside. Empty: everywhere. */
  readonly watchNamespace: string;
  /** `--enable-leader-election`, on by default. */
  readonly leaderElection: boolean;
  /** `--enable-pod-readiness-gate-inject`, on by default. */
  readonly injectsGates: boolean;
  /** `--max-targets-per-target-group`; 0: no limit. */
  readonly maxTargets: number;
  /** Undefined where `--aws-api-throttle` leaves the two calls without a limit of the controller's own. */
  readonly callRate: CallRate | undefined;
  readonly refused: readonly RefusedArgument[];
}
