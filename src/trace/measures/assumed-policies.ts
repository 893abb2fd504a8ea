import type { Policy } from "#model/settings/policy.ts";
import { kubernetesGracePeriod } from "#model/workloads/kubernetes-grace-period.ts";
import type { PolicyTimes } from "./savings.ts";

/**
 * What each policy would give Pods of which nothing is known but that an Application Load Balancer sends them requests: the sleep that it
 * chooses for propagation, and where it requires a sleep above the deregistration delay and that is known, one above it.
 */
export const assumedPolicies = (policies: readonly Policy[], delaySeconds: number | undefined): readonly PolicyTimes[] =>
  policies.map(({ name, rules, parameters }) => {
    const { propagation, preStopMargin, shutdown, graceMargin } = parameters;
    const aboveDelay = rules["prestop-outlives-deregistration"] !== undefined && delaySeconds !== undefined;
    const preStopSeconds = Math.max(propagation.albIp.chosen, aboveDelay ? delaySeconds + preStopMargin : 0);
    const graceSeconds = Math.max(kubernetesGracePeriod, preStopSeconds + shutdown + graceMargin);
    return { policy: name, preStopSeconds, graceSeconds, delaySeconds };
  });
