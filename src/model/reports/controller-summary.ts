import type { Sourced } from "#model/findings/sourced.ts";
import type { InstalledController } from "#model/load-balancers/installed-controller.ts";

/** One flag that is not as the controller ships, or the cluster name. */
export interface FlagInEffect extends Sourced<string> {
  /** `--default-target-type`, or `--feature-gates EnableTCPUDPListener`. */
  readonly flag: string;
}

/** What builds the load balancers of a cluster, and which of its settings decisions are made with. */
export interface ControllerSummary {
  /** Those whose settings count; several where nobody can say which. */
  readonly controllers: readonly InstalledController[];
  readonly flags: readonly FlagInEffect[];
  /** EKS Auto Mode has its own controller, which runs outside the cluster and whose version and flags nobody sees. */
  readonly autoMode: boolean;
}
