import type { Amount, Breach } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { printDelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import { isDelayUnset, suggestedDelay } from "./amounts/chosen-delay.ts";
import { delayOf } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** AWS drains for 300 s where no delay is set (ELB user guide, deregistration delay), which is longer than most Pods can stay. */
export const deregistrationDelayUnset: Rule = {
  id: "deregistration-delay-unset",
  holds: "D is set",
  find: ({ targetGroups, timings }, parameters) => unsetDelays(targetGroups, timings.requestTimeout, parameters),
  remedy: noPodRemedy,
};

/** One for each place where a delay is missing, however many target groups it would be for; also for a route that no workload is behind yet. */
export function unsetDelays(
  targetGroups: readonly TargetGroup[],
  requestTimeout: Amount | undefined,
  parameters: PolicyParameters,
): readonly Breach[] {
  const required = suggestedDelay(requestTimeout, parameters);
  const places = new Map(
    targetGroups
      .filter(isDelayUnset)
      .map((group) => [JSON.stringify([group.delaySetting.object, group.delaySetting.field]), group] as const),
  );
  return [...places.values()].map((group) => ({
    rule: "deregistration-delay-unset",
    subject: group.delaySetting.object,
    path: group.delaySetting.field,
    actual: group.deregistrationDelay.value,
    required,
    because: [delayOf(group)],
    details: { origin: printRef(group.origin), value: printDelaySetting(group.delaySetting, required) },
  }));
}
