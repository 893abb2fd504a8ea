import type { Amount } from "#model/findings/finding.ts";
import { plus, type Seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { isUnchosen } from "./amounts/chosen-delay.ts";
import { servedTime } from "./amounts/served-time.ts";
import { pathThrough } from "./amounts/traffic-path.ts";
import { breach, delayToOutlive } from "./breach.ts";
import type { Rule } from "./rule.ts";

/**
 * The last request arrives when propagation ends, and lasts until its own end or until the load balancer cuts it at the end of the
 * deregistration delay. An application that exits on SIGTERM has by then responded to everything that it was sent.
 * Evaluated only where the longest request is known.
 */
export const prestopCoversRequests: Rule = {
  id: "prestop-covers-requests",
  holds: "S ≥ L + min(R, D)",
  find: (facts, parameters) => {
    const { amount, path, required, details } = servedTime(facts, parameters);
    return covered(facts, parameters).flatMap(({ targetGroup, minimum, chosen, because }) =>
      amount !== undefined && amount.value >= minimum
        ? []
        : [
            breach(facts, {
              rule: "prestop-covers-requests",
              path,
              actual: amount?.value,
              required: required(chosen),
              details,
              because: [amount, ...because],
              targetGroup,
            }),
          ],
    );
  },
  remedy: (facts, parameters) =>
    covered(facts, parameters).map(({ chosen, because }) => ({ set: "preStop", atLeast: chosen, because: because.toReversed() })),
};

interface Covered {
  readonly targetGroup: TargetGroup;
  readonly minimum: Seconds;
  readonly chosen: Seconds;
  readonly because: readonly Amount[];
}

function covered(facts: WorkloadFacts, parameters: PolicyParameters): readonly Covered[] {
  const { requestTimeout } = facts.timings;
  if (requestTimeout === undefined) return [];
  return facts.targetGroups
    .filter((group) => isCovered(group, parameters))
    .map((targetGroup) => {
      const { minimum, chosen } = pathThrough(targetGroup, parameters, facts.deregistrationQueue);
      const longest = longestInFlight(targetGroup, requestTimeout);
      return {
        targetGroup,
        minimum: plus(minimum.value, longest.value),
        chosen: plus(chosen.value, longest.value),
        because: [minimum, longest],
      };
    });
}

const isCovered = (group: TargetGroup, { requestCoverage, unsetDelay }: PolicyParameters): boolean =>
  requestCoverage === "all" || (unsetDelay === "propagation" && group.targetType === "ip" && isUnchosen(group));

/** The end of a Pod deregisters no instance, so that nothing cuts its requests but the Pod. */
function longestInFlight(group: TargetGroup, requestTimeout: Amount): Amount {
  const delay = delayToOutlive(group);
  return group.targetType === "ip" && delay.value < requestTimeout.value ? delay : requestTimeout;
}
