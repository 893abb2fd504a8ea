import type { Amount } from "#model/findings/finding.ts";
import { plus, seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { ArgoStrategy } from "#model/workloads/argo-strategy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { switchedGroups } from "./amounts/switched-groups.ts";
import { pathThrough } from "./amounts/traffic-path.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/**
 * Argo Rollouts deregisters the Pods of a revision by switching the Service away from them, and deletes them a delay later. What has to
 * cover propagation then is that delay and their sleep together; a hook that takes a time that is not known counts for nothing.
 */
export const switchCoversPropagation: Rule = {
  id: "switch-covers-propagation",
  holds: "the scale-down delay of an Argo Rollout + S ≥ L",
  find: (facts, parameters) =>
    switchedGroups(facts).flatMap(({ targetGroup, argo }) => {
      const { minimum } = pathThrough(targetGroup, parameters, facts.deregistrationQueue);
      const { preStop } = facts.timings;
      const sleep = preStop?.value ?? seconds(0);
      return delaysOf(argo, facts).flatMap(({ amount, path }) =>
        plus(amount.value, sleep) >= minimum.value
          ? []
          : [
              breach(facts, {
                rule: "switch-covers-propagation",
                path,
                actual: amount.value,
                required: seconds(minimum.value - sleep),
                because: [amount, preStop, minimum],
                targetGroup,
                details: facts.timings.preStopKnown ? {} : { hook: "unknown" },
              }),
            ],
      );
    }),
  remedy: noPodRemedy,
};

interface Delay {
  readonly amount: Amount;
  readonly path: string;
}

function delaysOf(argo: ArgoStrategy, { workload: { ref } }: WorkloadFacts): readonly Delay[] {
  const fields = { scaleDownDelay: "scaleDownDelaySeconds", abortScaleDownDelay: "abortScaleDownDelaySeconds" } as const;
  return (["scaleDownDelay", "abortScaleDownDelay"] as const).flatMap((name) => {
    const delay = argo[name];
    if (delay === undefined) return [];
    const path = delay.field ?? `spec.strategy.${argo.strategy}.${fields[name]}`;
    const source = delay.field === undefined ? ({ from: "default" } as const) : fromObject(ref, delay.field);
    return [{ amount: { name, value: delay.seconds, source }, path }];
  });
}
