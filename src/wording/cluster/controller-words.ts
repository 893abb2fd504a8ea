import { printSource } from "#model/findings/sourced.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { InstalledController } from "#model/load-balancers/installed-controller.ts";
import type { ControllerSummary } from "#model/reports/controller-summary.ts";
import { counted } from "#wording/counted.ts";

/** Seconds until another replica leads: a lease of 15 s, tried every 2 s, and not given back at the end (controller-runtime). */
const takeover = 17;

/** What is known of the controllers, as sentences without a full stop; none where the cluster shows none. */
export function controllerLines({ controllers, flags, autoMode }: ControllerSummary): readonly string[] {
  return [
    ...controllers.map(identity),
    ...flags.map(({ flag, value, source }) => `${flag} ${JSON.stringify(value)} (${printSource(source)})`),
    ...controllers.slice(0, 1).map(failover),
    ...(autoMode ? ["EKS Auto Mode builds load balancers as well; its version and flags are not visible"] : []),
  ];
}

const identity = ({ version, ref, replicas }: InstalledController): string =>
  `AWS Load Balancer Controller ${version ?? "of an unknown version"}: ${printRef(ref)}, ${counted(replicas, "replica")}`;

const failover = ({ replicas }: InstalledController): string =>
  replicas > 1
    ? `when its leader ends, no target is deregistered for about ${takeover} s; a sleep sized for propagation does not cover that`
    : "with one replica, no target is deregistered from the end of its Pod until another one runs";
