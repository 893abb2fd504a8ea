import { idleTimeoutKey, listenerIdleKey } from "#load-balancers/attributes/target-group-attributes.ts";
import type { LoadBalancerKind } from "#model/load-balancers/target-group.ts";

/** The attribute that holds the idle timeout: of an ALB's own, or of an NLB's listener. */
export const idleKeyOf = (kind: LoadBalancerKind): string => (kind === "nlb" ? listenerIdleKey : idleTimeoutKey);
