import type { Amount } from "#model/findings/finding.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";

/** The idle timeout of an ALB; an NLB's is about flows, not about requests, and takes no part in the orderings. */
export const albIdleTimeout = (group: TargetGroup): Amount | undefined =>
  group.loadBalancer === "nlb" || group.idleTimeout === undefined ? undefined : { name: "idleTimeout", ...group.idleTimeout };
