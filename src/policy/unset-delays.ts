import type { Finding } from "#model/findings/finding.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Policy } from "#model/settings/policy.ts";
import { unsetDelays } from "#rules/deregistration-delay-unset.ts";

/** The findings of a route about delays that it leaves to AWS, by the policy of its namespace and whatever workload is behind it. */
export function unsetDelayFindings(targetGroups: readonly TargetGroup[], policy: Policy): readonly Finding[] {
  const severity = policy.rules["deregistration-delay-unset"];
  return severity === undefined
    ? []
    : unsetDelays(targetGroups, undefined, policy.parameters).map((breach) => ({ ...breach, severity }));
}
